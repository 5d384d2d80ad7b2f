//! Reads TOML tables strictly: every key is asked for by name, and what nobody asked for is refused.
//!
//! In: TOML text. Out: typed values, or an error with file, line and column and the nearest known key.
//! toml_edit's reading ends here. Refuses to know: what the keys mean.

use std::path::Path;

use chrono::NaiveDate;
use toml_edit::{Document, Item, TableLike, Value};

use crate::diagnostic::Source;
use crate::error::{Error, Result};
use crate::model::Span;

/// A parsed TOML file.
pub struct File {
    source: Source,
    document: Document<String>,
}

impl File {
    /// Parses the text; `path` is for messages.
    pub fn parse(path: &Path, text: &str) -> Result<Self> {
        let source = Source::new(path.display().to_string(), text);
        let document = Document::parse(text.to_owned()).map_err(|fault| {
            let span = fault.span().map(Span::from).unwrap_or_default();
            refusal(&source, span, "这里不合 TOML 的写法").because(fault.message())
        })?;
        Ok(File { source, document })
    }

    /// The table of the whole file.
    pub fn root(&self) -> Table<'_> {
        Table { source: &self.source, table: self.document.as_table(), span: Span::default(), asked: Vec::new() }
    }
}

/// One table of a list, with its place.
type Row<'a> = (&'a dyn TableLike, Option<std::ops::Range<usize>>);

/// One table, with a list of the keys that were asked for.
pub struct Table<'a> {
    source: &'a Source,
    table: &'a dyn TableLike,
    span: Span,
    asked: Vec<&'static str>,
}

impl<'a> Table<'a> {
    fn item(&mut self, key: &'static str) -> Option<&'a Item> {
        self.asked.push(key);
        self.table.get(key).filter(|item| !item.is_none())
    }

    fn typed<T>(
        &mut self,
        key: &'static str,
        expected: &str,
        read: impl FnOnce(&'a Item) -> Option<T>,
    ) -> Result<Option<T>> {
        let Some(item) = self.item(key) else { return Ok(None) };
        read(item).map(Some).ok_or_else(|| self.fault_at(key, &format!("“{key}”应为{expected}")))
    }

    /// A text that is not blank, if the key is there.
    pub fn text(&mut self, key: &'static str) -> Result<Option<String>> {
        let text = self.typed(key, "文字（用双引号括起）", |item| item.as_str().map(str::to_owned))?;
        match text {
            Some(text) if text.trim().is_empty() => Err(self.fault_at(key, &format!("“{key}”是空的"))),
            text => Ok(text),
        }
    }

    /// A text that may be blank, if the key is there.
    pub fn free_text(&mut self, key: &'static str) -> Result<Option<String>> {
        self.typed(key, "文字（用双引号括起）", |item| item.as_str().map(str::to_owned))
    }

    /// A text that must be there.
    pub fn required_text(&mut self, key: &'static str) -> Result<String> {
        self.text(key)?.ok_or_else(|| self.fault(&format!("缺少“{key}”")))
    }

    /// A count from 0, if the key is there.
    pub fn count(&mut self, key: &'static str) -> Result<Option<u32>> {
        self.typed(key, "不小于 0 的整数", |item| item.as_integer().and_then(|n| u32::try_from(n).ok()))
    }

    /// Yes or no, if the key is there.
    pub fn boolean(&mut self, key: &'static str) -> Result<Option<bool>> {
        self.typed(key, "true 或 false（不加引号）", Item::as_bool)
    }

    /// Texts, if the key is there.
    pub fn texts(&mut self, key: &'static str) -> Result<Option<Vec<String>>> {
        self.typed(key, "一列文字，例如 [\"甲\", \"乙\"]", |item| {
            item.as_array()?.iter().map(|value| value.as_str().map(str::to_owned)).collect()
        })
    }

    /// A calendar day, if the key is there.
    pub fn day(&mut self, key: &'static str) -> Result<Option<NaiveDate>> {
        self.typed(key, "日期，例如 2016-11-17（不加引号）", |item| match item.as_value()? {
            Value::Datetime(moment) => {
                let date = moment.value().date?;
                NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
            }
            _ => None,
        })
    }

    /// A table, if the key is there.
    pub fn table(&mut self, key: &'static str) -> Result<Option<Table<'a>>> {
        let source = self.source;
        let span = self.span_of(key);
        let table = self.typed(key, "一张表", Item::as_table_like)?;
        Ok(table.map(|table| Table { source, table, span, asked: Vec::new() }))
    }

    /// A list of tables; none when the key is not there.
    pub fn tables(&mut self, key: &'static str) -> Result<Option<Vec<Table<'a>>>> {
        let source = self.source;
        let rows: Option<Vec<Row<'a>>> = self.typed(key, "一列表", |item| match item {
            Item::ArrayOfTables(rows) => Some(rows.iter().map(|row| (row as &dyn TableLike, row.span())).collect()),
            Item::Value(Value::Array(rows)) => {
                rows.iter().map(|row| row.as_inline_table().map(|row| (row as &dyn TableLike, row.span()))).collect()
            }
            _ => None,
        })?;
        let table = |(table, span): Row<'a>| Table {
            source,
            table,
            span: span.map(Span::from).unwrap_or_default(),
            asked: Vec::new(),
        };
        Ok(rows.map(|rows| rows.into_iter().map(table).collect()))
    }

    /// All keys with their values as texts, for tables whose keys are names; the values must be texts.
    pub fn named_texts(&mut self) -> Result<Vec<(String, String, Fault<'a>)>> {
        let (source, mut out) = (self.source, Vec::new());
        for (key, item) in self.table.iter() {
            let span = span_of(self.table, key);
            let text = item.as_str().ok_or_else(|| refusal(source, span, &format!("“{key}”应为文字")))?;
            out.push((key.to_owned(), text.to_owned(), Fault { source, span }));
        }
        Ok(out)
    }

    /// Refuses every key that nobody asked for.
    pub fn finish(self) -> Result<()> {
        for (key, _) in self.table.iter() {
            if !self.asked.contains(&key) {
                let span = span_of(self.table, key);
                return Err(refusal(self.source, span, &format!("不认识的设置“{key}”")).help(nearest(key, &self.asked)));
            }
        }
        Ok(())
    }

    /// An error about the table as a whole.
    pub fn fault(&self, sentence: &str) -> Error {
        refusal(self.source, self.span, sentence)
    }

    /// An error about one key's value.
    pub fn fault_at(&self, key: &str, sentence: &str) -> Error {
        refusal(self.source, self.span_of(key), sentence)
    }

    /// A way to make an error about one key's value later.
    pub fn place(&self, key: &str) -> Fault<'a> {
        Fault { source: self.source, span: self.span_of(key) }
    }

    fn span_of(&self, key: &str) -> Span {
        span_of(self.table, key)
    }
}

/// A place that an error can be about.
#[derive(Clone, Copy)]
pub struct Fault<'a> {
    source: &'a Source,
    span: Span,
}

impl Fault<'_> {
    /// An error about this place.
    pub fn say(&self, sentence: &str) -> Error {
        refusal(self.source, self.span, sentence)
    }
}

/// What to say of an unknown word among known ones.
pub fn nearest(word: &str, known: &[&str]) -> String {
    let near = known
        .iter()
        .map(|name| (strsim::normalized_damerau_levenshtein(word, name), *name))
        .filter(|(likeness, _)| *likeness >= 0.4)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match near {
        Some((_, name)) => format!("是不是“{name}”？请改正后重试。"),
        None => format!("这里能用的有：{}。", known.join("、")),
    }
}

fn span_of(table: &dyn TableLike, key: &str) -> Span {
    let found = table.get_key_value(key);
    let span = found.and_then(|(name, item)| name.span().or_else(|| item.span()));
    span.map(Span::from).unwrap_or_default()
}

fn refusal(source: &Source, span: Span, sentence: &str) -> Error {
    let place = source.place(span);
    Error::usage(sentence).at(format!("{}:{}:{}", source.path, place.line, place.column))
}
