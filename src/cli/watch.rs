//! `watch`: registers what arrives and keeps the pages fresh, until it is told to end.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use rayon::prelude::*;
use serde::Serialize;

use super::desk::Desk;
use super::exit::Exit;
use super::intake;
use crate::compile as issues;
use crate::disk::Sightings;
use crate::error::{Error, Result};
use crate::model::SeriesId;
use crate::office::Office;
use crate::register::{Entry, ReviewState};
use crate::report::build as report;
use crate::report::compiled;
use crate::serve::{Board, Counts, Draft};
use crate::watch::{self, Attempt, Finished, Memory, News, Signal, Turn};

/// Runs the command.
pub fn run(desk: &mut Desk<'_>) -> Result<Exit> {
    let office = desk.office()?;
    desk.talk("正在看着办公文件夹：有新到、有改动就登记，更新网页和 reports。按 Ctrl-C 结束。")?;
    keep_fresh(&office, None, desk)
}

/// Keeps the pages fresh; browsers are told by way of the board.
pub fn keep_fresh(office: &Office, board: Option<&Board>, desk: &mut Desk<'_>) -> Result<Exit> {
    let (send, receive) = mpsc::channel();
    let end = send.clone();
    desk.when_asked_to_end(Box::new(move || drop(end.send(Signal::End))))?;
    let mut watchman = Watchman { root: office.root.clone(), board, memory: Memory::default(), desk };
    watch::keep_fresh(&office.root, &office.settings.watch, (send, &receive), &mut watchman)?;
    desk.talk("已结束。")?;
    Ok(Exit::Done)
}

/// Who builds, and tells terminal and browsers.
struct Watchman<'w, 'd> {
    root: PathBuf,
    board: Option<&'w Board>,
    memory: Memory,
    desk: &'w mut Desk<'d>,
}

#[derive(Serialize)]
struct Failure {
    version: u32,
    error: String,
}

impl watch::Keeper for Watchman<'_, '_> {
    fn rebuild(&mut self, seen: &Arc<Sightings>, touched: Option<&BTreeSet<String>>) -> Turn {
        let (root, by, mut memory) = (self.root.clone(), self.desk.by.clone(), std::mem::take(&mut self.memory));
        let attempt = Attempt { root: &root, by: &by, now: self.desk.moment(), started: Instant::now(), seen, touched };
        let turn = watch::rebuild(&attempt, &mut memory, &mut |finished| {
            let at = self.desk.moment().format("%H:%M:%S").to_string();
            let changed = (finished.outcome.site.is_news(), finished.outcome.reports.is_news());
            if let Some(board) = self.board {
                board.fresh(at.clone(), changed, counts(finished), drafts(finished));
            }
            self.tell_finished(&at, finished)
        });
        self.memory = memory;
        turn
    }

    fn tell(&mut self, news: News<'_>) -> Result<()> {
        match news {
            News::Polling(reason, every) => self.tell_polling(reason, every),
            News::Building => {
                self.board.into_iter().for_each(|board| board.building(""));
                Ok(())
            }
            News::Waiting => {
                self.board.into_iter().for_each(|board| board.building("另一个窗口正在登记，等它结束……"));
                self.desk.talk("另一个人或另一个窗口正在登记，等它结束就接着更新……")
            }
            News::Failed { fault, again } => {
                self.board.into_iter().for_each(|board| board.failed(&fault.to_string()));
                if again { Ok(()) } else { self.tell_failed(fault) }
            }
        }
    }

    fn today(&self) -> NaiveDate {
        self.desk.moment().date_naive()
    }
}

impl Watchman<'_, '_> {
    fn tell_polling(&mut self, reason: &str, every: Duration) -> Result<()> {
        let every = every.as_secs();
        self.desk.warn(&format!(
            "{reason}，改为每 {every} 秒查看一次。\n  办法：不用管；想快些、慢些，改 kuaibao.toml 里 [watch] 的 every。"
        ))
    }

    fn tell_failed(&mut self, fault: &Error) -> Result<()> {
        let at = self.desk.moment().format("%H:%M:%S");
        if self.desk.json {
            print_line(self.desk, &Failure { version: 1, error: fault.to_string() })?;
        }
        self.desk.warn(&format!("{at} 没有更新：{fault}\n  改好以后会自动再来，不必重新运行。"))
    }

    fn tell_finished(&mut self, at: &str, finished: &Finished<'_>) -> Result<()> {
        let Finished { office, outcome, register, seconds, tally: [errors, warnings, _], .. } = finished;
        if self.desk.json {
            return print_line(self.desk, &report::view(office, outcome, *seconds));
        }
        intake::tell(&outcome.reception, register, self.desk)?;
        if outcome.compiled.has_written() {
            compiled(office, &outcome.compiled).iter().try_for_each(|line| self.desk.print(line))?;
        }
        let site = outcome.site;
        let pages = match (site.written, site.removed) {
            (0, 0) => "网页没有变".to_owned(),
            (written, 0) => format!("网页新写 {written}"),
            (written, removed) => format!("网页新写 {written}，清除 {removed}"),
        };
        self.desk.print(&format!(
            "{at} 已更新：{pages}；错误 {errors} 处，注意 {warnings} 处（reports/index.html）。用时 {seconds:.2} 秒"
        ))?;
        if self.desk.verbose {
            outcome.stages.iter().try_for_each(|stage| self.desk.talk(&format!("  {}", stage.told())))?;
        }
        self.desk.flush()
    }
}

/// One line of JSON, to be read at once.
pub fn print_line(desk: &mut Desk<'_>, value: &impl Serialize) -> Result<()> {
    let text = serde_json::to_string(value).map_err(|fault| Error::defect("写不出 JSON").because(fault))?;
    desk.print(&text)?;
    desk.flush()
}

fn counts(finished: &Finished<'_>) -> Counts {
    let ([errors, warnings, _], register) = (finished.tally, finished.register);
    let waits = |entry: &&Entry| matches!(entry.review(), ReviewState::Waiting | ReviewState::Reopened);
    Counts { errors, warnings, waiting: register.all_entries().filter(waits).count() }
}

fn drafts(finished: &Finished<'_>) -> Vec<Draft> {
    let Finished { office, outcome, missing, .. } = finished;
    let title = |id: &SeriesId| office.settings.series.iter().find(|series| series.id == *id).map(|s| s.title.clone());
    let draft = |(draft, refusal): (&issues::Draft, &issues::Refusal)| Draft {
        id: draft.folder.id.to_string(),
        title: title(&draft.folder.id.series).unwrap_or_default(),
        items: draft.issue.as_ref().map_or(0, |issue| issue.items.len()),
        has_page: draft.issue.is_some(),
        missing: refusal.reasons.clone(),
    };
    outcome.stock.shelf.drafts.iter().zip(missing).map(draft).collect()
}
