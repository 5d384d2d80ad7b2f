//! `show`: one brief with its text, what was found, and what happened to it.

use serde::Serialize;

use super::args::Show;
use super::desk::Desk;
use super::exit::Exit;
use crate::error::{Error, Result};
use crate::examine::{self, Judged};
use crate::model::Spanned;
use crate::register::{Asset, AssetRole, Entry, HistoryLine};
use crate::report::changes;
use crate::report::check::FindingView;

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    receipt: String,
    path: &'a str,
    title: &'a str,
    units: &'a [String],
    state: &'static str,
    present: bool,
    characters: usize,
    text: String,
    attachments: Vec<Attachment<'a>>,
    findings: Vec<FindingView>,
    history: Vec<Step<'a>>,
}

#[derive(Serialize)]
struct Attachment<'a> {
    role: AssetRole,
    source: &'a str,
    digest: String,
}

#[derive(Serialize)]
struct Step<'a> {
    at: String,
    by: &'a str,
    what: &'a str,
}

/// Runs the command.
pub fn run(args: Show, desk: &mut Desk<'_>) -> Result<Exit> {
    let office = desk.office()?;
    let register = desk.register(&office)?;
    let receipt = desk.receipt(&office, register, &args.receipt)?;
    let entry = register.entry(receipt).ok_or_else(|| Error::defect("收文号对不上"))?;
    let judged = examine::judge_received(&office, entry, register, &desk.originals(&office), desk.today())?;
    if args.diff {
        return diff(entry, &judged, desk);
    }
    if desk.json {
        desk.print_json(&answer(entry, &judged))?;
        return Ok(Exit::Done);
    }
    desk.print(&head(entry, &judged))?;
    desk.print(&text(&judged))?;
    if judged.findings.is_empty() {
        desk.print("── 没有发现问题 ──")?;
    } else {
        desk.print("── 发现的问题 ──\n")?;
    }
    for finding in &judged.findings {
        desk.draw(finding)?;
    }
    desk.print("── 经过 ──")?;
    entry.history.iter().try_for_each(|line| desk.print(&history(line)))?;
    Ok(Exit::Done)
}

/// What was put right, place by place.
fn diff(entry: &Entry, judged: &Judged, desk: &mut Desk<'_>) -> Result<Exit> {
    if judged.edits.is_empty() {
        desk.print(&format!("收文 {}《{}》没有需要整理的地方。", entry.receipt, entry.title()))?;
        return Ok(Exit::Done);
    }
    let summary = changes::summary(&judged.edits);
    desk.print(&format!("收文 {}《{}》{summary}（- 原稿，+ 整理后；原稿原样留存）\n", entry.receipt, entry.title()))?;
    desk.print(&changes::drawn(&judged.source, &judged.edits))?;
    desk.print("\n采用时用整理后的文字；要照原稿编发，请加 --as-written。")?;
    Ok(Exit::Done)
}

fn head(entry: &Entry, judged: &Judged) -> String {
    let brief = &judged.brief();
    let one = |field: &Option<Spanned<String>>| field.as_ref().map(|field| field.value.clone()).unwrap_or_default();
    let day =
        |field: &Option<Spanned<chrono::NaiveDate>>| field.as_ref().map(|d| d.value.to_string()).unwrap_or_default();
    let tags: Vec<&str> = brief.tags.iter().map(|tag| tag.value.as_str()).collect();
    let signature = format!("{} {} {}", one(&brief.approval.by), one(&brief.approval.role), day(&brief.approval.on));
    let rows = [
        ("收文号", entry.receipt.to_string()),
        ("状态", entry.review().label().to_owned()),
        ("文件", format!("{}{}", entry.path, if entry.present { "" } else { "（已不在文件夹里，以下为留存的副本）" })),
        ("单位", entry.facts().units.join("、")),
        ("类型", one(&brief.kind)),
        ("报送日期", day(&brief.date)),
        ("审签", signature.trim().to_owned()),
        ("联络", format!("{} {}", one(&brief.liaison), one(&brief.phone)).trim().to_owned()),
        ("关键词", tags.join("、")),
        ("字数", brief.characters().to_string()),
        ("附件", attached(entry)),
    ];
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    rows.map(|(name, value)| format!("{name}：{value}")).collect::<Vec<_>>().join("\n")
}

/// What belongs to the brief and is not shown by it, with where its copy lies.
fn attached(entry: &Entry) -> String {
    let others = entry.latest().assets.iter().filter(|asset| !asset.is_picture());
    let what = |asset: &Asset| match asset.role {
        AssetRole::Header => "文头文件",
        AssetRole::Evidence | AssetRole::Picture => "签批页扫描件",
    };
    let described = others.map(|asset| {
        let digest = asset.digest.to_string();
        format!("{} {}（register/originals/{}/{digest}）", what(asset), asset.source, &digest[..2])
    });
    described.collect::<Vec<_>>().join("；")
}

fn text(judged: &Judged) -> String {
    let title = judged.brief().title.as_ref().map_or("（无标题）", |title| title.value.as_str());
    let source = judged.brief().attribution.as_ref().map_or("", |attribution| attribution.written.as_str());
    let paragraphs: Vec<String> = judged
        .brief()
        .body
        .text()
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| format!("　　{line}"))
        .collect();
    let images = judged.brief().body.images();
    let images: String =
        images.iter().map(|(image, _)| format!("\n　　［图：{} {}］", image.source, image.alt)).collect();
    format!("\n　　　　{title}\n\n{}{source}{images}\n", paragraphs.join("\n"))
}

fn history(line: &HistoryLine) -> String {
    format!("{} {} {}", line.at.format("%Y-%m-%d %H:%M"), line.by, line.what)
}

fn attachments(entry: &Entry) -> Vec<Attachment<'_>> {
    let others = entry.latest().assets.iter().filter(|asset| !asset.is_picture());
    others
        .map(|asset| Attachment { role: asset.role, source: &asset.source, digest: asset.digest.to_string() })
        .collect()
}

fn answer<'a>(entry: &'a Entry, judged: &Judged) -> Answer<'a> {
    let step = |line: &'a HistoryLine| Step { at: line.at.to_rfc3339(), by: &line.by, what: &line.what };
    Answer {
        version: 1,
        receipt: entry.receipt.to_string(),
        path: &entry.path,
        title: entry.title(),
        units: &entry.facts().units,
        state: entry.review().key(),
        present: entry.present,
        characters: entry.facts().characters,
        text: judged.brief().body.text(),
        attachments: attachments(entry),
        findings: judged.findings.iter().map(FindingView::from).collect(),
        history: entry.history.iter().map(step).collect(),
    }
}
