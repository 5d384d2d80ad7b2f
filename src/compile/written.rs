//! issue.toml: what the editor writes of an issue, read strictly and written with comments.
//!
//! In: the file's text. Out: `Written`; and back. Refuses to know: texts of items, seals.

use std::path::Path;

use chrono::NaiveDate;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use super::folder::ISSUE_FILE;
use crate::config::strict::{self, File};
use crate::error::{Error, Result};
use crate::intake::is_picture_name;
use crate::model::issue::Copies;
use crate::model::{IssueId, ReceiptNo};

/// issue.toml as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// The running total.
    pub total: Option<u32>,
    /// The day of signing off; publishing fills it in where it is absent.
    pub date: Option<NaiveDate>,
    /// Who signs.
    pub signed: Option<String>,
    /// 按语
    pub note: String,
    /// 报, 送, 发; `None` where the series' own list holds.
    pub copies: Option<Copies>,
    /// 共印份数; an issue that is silent about it has no such line, whatever the settings say today.
    pub printed: Option<u32>,
    /// The items, in order.
    pub items: Vec<WrittenItem>,
}

impl Written {
    /// Whether a file of the folder belongs to the issue: issue.toml, the texts, their pictures.
    pub fn owns(&self, name: &str) -> bool {
        let of_item = |item: &WrittenItem| name == item.file || name.starts_with(&picture_folder(&item.file));
        name == ISSUE_FILE || is_picture_name(name) || self.items.iter().any(of_item)
    }
}

/// Where the pictures of an item lie, within the issue's folder: `01/` for those of `01.md`.
pub fn picture_folder(item_file: &str) -> String {
    format!("{}/", item_file.rsplit_once('.').map_or(item_file, |(stem, _)| stem))
}

/// One `[[item]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenItem {
    /// The file of its text.
    pub file: String,
    /// The brief it was made from.
    pub receipt: Option<ReceiptNo>,
}

/// Reads issue.toml; what it says of series, year and number must agree with the folder.
pub fn read(path: &Path, text: &str, id: &IssueId) -> Result<Written> {
    let file = File::parse(path, text)?;
    let mut root = file.root();
    agrees(&mut root, id)?;
    let copies = [root.texts("report_to")?, root.texts("send_to")?, root.texts("issue_to")?];
    let written = Written {
        total: root.count("total")?.filter(|&total| total > 0),
        date: root.day("date")?,
        signed: root.text("signed")?,
        note: root.free_text("note")?.unwrap_or_default(),
        copies: copies.iter().any(Option::is_some).then(|| {
            let [report_to, send_to, issue_to] = copies.map(Option::unwrap_or_default);
            Copies { report_to, send_to, issue_to }
        }),
        printed: root.count("printed")?.filter(|&count| count > 0),
        items: items(&mut root)?,
    };
    root.finish()?;
    Ok(written)
}

fn agrees(root: &mut strict::Table<'_>, id: &IssueId) -> Result<()> {
    let (series, year, number) = (root.text("series")?, root.count("year")?, root.count("number")?);
    let differs = |key: &str, folder: &str| {
        Err(root
            .fault_at(key, &format!("“{key}”与文件夹的名称对不上（按文件夹应为 {folder}）"))
            .help("编号以文件夹为准，请改回来。"))
    };
    if series.is_some_and(|series| series != id.series.as_str()) {
        return differs("series", id.series.as_str());
    }
    if year.is_some_and(|year| i64::from(year) != i64::from(id.year)) {
        return differs("year", &id.year.to_string());
    }
    match id.number() {
        Some(known) if number.is_some_and(|number| number != known) => differs("number", &known.to_string()),
        None if number.is_some() => differs("number", "不详"),
        _ => Ok(()),
    }
}

fn items(root: &mut strict::Table<'_>) -> Result<Vec<WrittenItem>> {
    let mut items: Vec<WrittenItem> = Vec::new();
    for mut table in root.tables("item")?.unwrap_or_default() {
        let file = table.required_text("file")?;
        if file.contains(['/', '\\']) || file.starts_with('.') {
            return Err(table.fault_at("file", &format!("“{file}”应是这一期文件夹里的文件名")));
        }
        if items.iter().any(|item| item.file == file) {
            return Err(table.fault_at("file", &format!("“{file}”列了两次")));
        }
        let receipt = match table.text("receipt")? {
            Some(text) => Some(text.parse().map_err(|_| {
                table.fault_at("receipt", &format!("“{text}”不是收文号")).help("收文号的样子是 2016-0412。")
            })?),
            None => None,
        };
        if receipt.is_some() && items.iter().any(|item| item.receipt == receipt) {
            return Err(table.fault_at("receipt", "同一篇收文列了两次"));
        }
        table.finish()?;
        items.push(WrittenItem { file, receipt });
    }
    Ok(items)
}

/// issue.toml of a fresh draft.
pub fn draft(id: &IssueId, written: &Written) -> String {
    let mut document = DocumentMut::new();
    let table = document.as_table_mut();
    table.insert("series", value(id.series.as_str()));
    table.insert("year", value(i64::from(id.year)));
    if let Some(number) = id.number() {
        table.insert("number", value(i64::from(number)));
    }
    if let Some(total) = written.total {
        table.insert("total", value(i64::from(total)));
    }
    if let Some(signed) = &written.signed {
        table.insert("signed", value(signed.as_str()));
    }
    table.insert("note", value(written.note.as_str()));
    if let Some(copies) = &written.copies {
        for (key, names) in
            [("report_to", &copies.report_to), ("send_to", &copies.send_to), ("issue_to", &copies.issue_to)]
        {
            table.insert(key, value(names.iter().map(String::as_str).collect::<Array>()));
        }
    }
    if let Some(printed) = written.printed {
        table.insert("printed", value(i64::from(printed)));
    }
    let mut rows = ArrayOfTables::new();
    for item in &written.items {
        let mut row = Table::new();
        row.insert("file", value(item.file.as_str()));
        if let Some(receipt) = item.receipt {
            row.insert("receipt", value(receipt.to_string()));
        }
        rows.push(row);
    }
    table.insert("item", Item::ArrayOfTables(rows));
    format!("{DRAFT_HEAD}{document}")
}

const DRAFT_HEAD: &str = "\
# 送审稿。可以直接修改：调整 [[item]] 的先后就是调整各条的先后。删去一个 [[item]] 就是从这一期抽掉，
# 稿件回到待编；不想再用的，请另用 kuaibao hold（缓办）或 decline（不采用）。删去整个文件夹，就会重新编。
# 目录由各条的标题自动生成。签发日期可写成 date = 2016-11-17，不写就是刊发（publish）的当天。
# note 是按语；report_to、send_to、issue_to 是报、送、发，printed 是共印份数。期号以文件夹为准，请不要改动。
";

/// The same file with the date filled in and everything else as the editor left it.
pub fn with_date(path: &Path, text: &str, date: NaiveDate) -> Result<String> {
    let mut document: DocumentMut =
        text.parse().map_err(|fault| Error::work("issue.toml 读不懂").at(path).because(fault))?;
    let day: toml_edit::Datetime =
        date.to_string().parse().map_err(|_| Error::defect("日期写不成 TOML 的样子").because(date))?;
    document.as_table_mut().insert("date", value(day));
    Ok(document.to_string())
}
