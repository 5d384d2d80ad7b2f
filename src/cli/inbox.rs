//! `inbox`: what waits for a decision, oldest first.

use serde::Serialize;

use super::args::Inbox;
use super::desk::Desk;
use super::exit::Exit;
use crate::error::Result;
use crate::register::{Entry, ReviewState};
use crate::report::{Align, Table};

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    waiting: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    receipt: String,
    path: &'a str,
    title: &'a str,
    units: &'a [String],
    kind: &'a str,
    received_at: String,
    state: &'static str,
    present: bool,
    because: Option<&'a str>,
}

/// Runs the command.
pub fn run(args: Inbox, desk: &mut Desk<'_>) -> Result<Exit> {
    let office = desk.office()?;
    let register = desk.register(&office)?;
    let mut waiting: Vec<&Entry> = register.entries().filter(|entry| is_waiting(entry, args.all)).collect();
    waiting.sort_by_key(|entry| (entry.latest().received_at, entry.receipt));
    if desk.json {
        desk.print_json(&Answer {
            version: 1,
            waiting: waiting.into_iter().map(|entry| line(entry, office.settings.default_kind())).collect(),
        })?;
        return Ok(Exit::Done);
    }
    if waiting.is_empty() {
        desk.print("没有等待处理的简报。")?;
        return Ok(Exit::Done);
    }
    let mut table = Table::new(["收文号", "收到", "单位", "类型", "状态", "标题"].map(|head| (head, Align::Left)));
    for entry in &waiting {
        table.row(row(entry, office.settings.default_kind()));
    }
    desk.print(&table.to_string())?;
    desk.print(&format!("共 {} 篇。查看：kuaibao show 收文号", waiting.len()))?;
    Ok(Exit::Done)
}

fn is_waiting(entry: &Entry, all: bool) -> bool {
    match entry.review() {
        ReviewState::Waiting | ReviewState::Reopened => true,
        ReviewState::Published => entry.changed_since_published(),
        ReviewState::Returned | ReviewState::Held | ReviewState::Accepted => all,
        ReviewState::Declined => false,
    }
}

fn row(entry: &Entry, default_kind: &str) -> Vec<String> {
    let state = match entry.changed_since_published() {
        true => "刊发后又改过".to_owned(),
        false if !entry.present => format!("{}（原件已不在）", entry.review().label()),
        false => entry.review().label().to_owned(),
    };
    vec![
        entry.receipt.to_string(),
        entry.latest().received_at.format("%m-%d %H:%M").to_string(),
        entry.facts().units.join("、"),
        entry.facts().kind.clone().unwrap_or_else(|| default_kind.to_owned()),
        state,
        entry.title().to_owned(),
    ]
}

fn line<'a>(entry: &'a Entry, default_kind: &'a str) -> Line<'a> {
    Line {
        receipt: entry.receipt.to_string(),
        path: &entry.path,
        title: entry.title(),
        units: &entry.facts().units,
        kind: entry.facts().kind.as_deref().unwrap_or(default_kind),
        received_at: entry.latest().received_at.to_rfc3339(),
        state: entry.review().key(),
        present: entry.present,
        because: entry.decision.as_ref().and_then(|decision| decision.because.as_deref()),
    }
}
