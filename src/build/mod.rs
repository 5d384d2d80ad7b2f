//! The whole way: folder → register → drafts → (seals) → site, EPUBs and reports.
//!
//! In: an office, the register's writer, what is wanted. Out: what was done at each step. Every step is the one that
//! its own command takes; here they only follow each other.
//! Refuses to know: how it is told to people.

mod design;
#[cfg(test)]
mod edits_tests;
mod inputs;
mod kept;
mod known;
mod light;
mod making;
mod standstill;
mod stock;
mod survey;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};

pub use self::design::Design;
use self::making::Making;
pub use self::standstill::Standstill;
pub use self::stock::{Sources, Stock};
pub use self::survey::Survey;
use crate::cache::Cache;
use crate::compile::{self, Compiled, Refusal, Sealed, Shelf};
use crate::config;
use crate::error::Result;
use crate::examine::{self, Examination, Last, Scope};
use crate::guard::{self, Held};
use crate::model::IssueId;
use crate::office::Office;
use crate::progress::{Progress, Stage};
use crate::publish::{self, Delivery, Gate};
use crate::reception::{self, Reception};
use crate::register::{Originals, Register, Writer};
use crate::render::{self, Archive, Templates};
use crate::report::Lately;

/// The folder of the public site.
pub const SITE: &str = "site";
/// The folder of internal pages.
pub const REPORTS: &str = "reports";

/// What is done before anything is read, in words for the office.
pub const LOOKING: &str = "查看文件";
/// The stages that may come more than once.
const READING: &str = "读期刊";
const ARRANGING: &str = "编排网页";

/// What a build did.
pub struct Outcome {
    /// What was registered and found.
    pub reception: Reception,
    /// What was drafted.
    pub compiled: Compiled,
    /// What was sealed; nothing unless asked for.
    pub sealed: Sealed,
    /// All issues as they are now.
    pub stock: Stock,
    /// The site.
    pub site: Delivery,
    /// The internal pages.
    pub reports: Delivery,
    /// Who owes what.
    pub lately: Lately,
    /// Whether the same build would change nothing, as far as what was read is what lies there.
    pub sure: bool,
    /// How pages look.
    pub design: Design,
    /// The telephones of headers, as far as they were read.
    pub phones: guard::Memory,
    /// Where the time went.
    pub stages: Vec<Stage>,
}

/// What a build is to do, and for whom.
pub struct Task<'a> {
    /// The office.
    pub office: &'a Office,
    /// When.
    pub now: DateTime<FixedOffset>,
    /// Whether complete drafts are published as well.
    pub seal: bool,
    /// Whether another build of the same run may follow: what that can use is kept in memory.
    pub goes_on: bool,
    /// Who is told how far it has got.
    pub work: &'a Progress,
}

/// Takes the whole way, over the office as it was found; the survey is then of the pages as they were left. `before` is what
/// the last build of this run did, if it had the same settings on the same day and nobody has had the lock since.
pub fn build(task: &Task<'_>, writer: &mut Writer, survey: &mut Survey, before: Option<Outcome>) -> Result<Outcome> {
    let Task { office, now, seal, goes_on, work } = *task;
    let today = now.date_naive();
    work.begins(READING);
    // A broken template or seal must stop the build before anything is written.
    let Before { design, stock, examination, mut phones } = before.map(Before::of).unwrap_or_default();
    let design = Design::of(office, design)?;
    let Survey { issues, submissions, stirred, site: pages, reports: internal, cache, .. } = survey;
    let mut stock = Stock::lying(Arc::clone(issues), sources(task, writer), cache, stock)?;
    work.pieces(stock.shelf.published.len() + stock.shelf.drafts.len(), "期");
    work.begins("收文与检查");
    let last = examination.zip(stirred.as_ref()).map(|(examination, stirred)| Last { examination, stirred });
    let mut reception = reception::receive(office, writer, now, (Scope::Lying(submissions), last), work)?;
    let read = std::mem::take(&mut reception.examination.phones);
    work.begins("编刊");
    let compiled = compile::compile(office, writer, &stock.shelf, None, today)?;
    work.begins(READING);
    if compiled.has_written() {
        stock.renew(sources(task, writer))?;
    }
    let sealed = if seal { sealed(task, writer, &mut stock, (cache, &read))? } else { Sealed::default() };
    work.begins("核对网页");
    let (register, originals) = (writer.register(), writer.originals());
    let held = || Held::again(register, &originals, (&mut phones, &read), cache);
    let (held, lately) = rayon::join(held, || Lately::of(office, register, today));
    drop(read);
    if !goes_on {
        (phones, reception.examination.compared) = Default::default();
    }
    let idle = reception.is_idle() && held.is_whole() && !compiled.has_written() && !seal;
    // Half a line at the journal's end is told until somebody writes the next one.
    let sure = idle && writer.torn().is_none() && stock.is_sure();
    let making = Making { office, register: writer.register(), design: &design, today, cache, work };
    let site = making.site(&mut stock, pages, held)?;
    work.begins("内部网页");
    let reports = making.reports(&stock, internal, writer.digest(), (&reception.examination, &lately))?;
    let stages = work.stages();
    Ok(Outcome { reception, compiled, sealed, stock, site, reports, lately, sure, design, phones, stages })
}

/// What is used of the last build of the same run.
#[derive(Default)]
struct Before {
    design: Option<Design>,
    stock: Option<Stock>,
    examination: Option<Examination>,
    phones: guard::Memory,
}

impl Before {
    fn of(outcome: Outcome) -> Self {
        let Outcome { design, stock, reception, phones, .. } = outcome;
        Before { design: Some(design), stock: Some(stock), examination: Some(reception.examination), phones }
    }
}

fn sources<'a>(task: &Task<'a>, writer: &'a Writer) -> Sources<'a> {
    Sources { office: task.office, register: writer.register(), today: task.now.date_naive() }
}

/// Seals the drafts that are complete; the stock is as it is then.
fn sealed(
    task: &Task<'_>,
    writer: &mut Writer,
    stock: &mut Stock,
    (cache, read): (&Cache, &examine::Phones),
) -> Result<Sealed> {
    if stock.shelf.drafts.is_empty() {
        return Ok(Sealed::default());
    }
    let Task { office, now, .. } = *task;
    let held = Held::again(writer.register(), &writer.originals(), (&mut guard::Memory::default(), read), cache);
    let gate = gate(sources(task, writer), stock, held)?;
    let sealed = seal_drafts(office, writer, &stock.shelf, None, &gate, now)?;
    if !sealed.issues.is_empty() {
        *stock = Stock::of(sources(task, writer), cache)?;
    }
    Ok(sealed)
}

/// The gate over the pages of these issues.
fn gate(sources: Sources<'_>, stock: &mut Stock, held: Held) -> Result<Gate> {
    let said = stock.said(&held, sources)?;
    held.gate(sources.office, said.into_iter())
}

/// Seals `wanted` drafts, or all that are complete, unless one of them holds what no page may.
pub fn publish(
    office: &Office,
    writer: &mut Writer,
    stock: &mut Stock,
    wanted: Option<&[IssueId]>,
    now: DateTime<FixedOffset>,
) -> Result<Sealed> {
    if stock.shelf.drafts.is_empty() {
        return Ok(Sealed::default());
    }
    let held = Held::of(writer.register(), &Originals::of(&office.root), &Cache::to_read(office));
    let gate = gate(Sources { office, register: writer.register(), today: now.date_naive() }, stock, held)?;
    seal_drafts(office, writer, &stock.shelf, wanted, &gate, now)
}

/// Every draft with what keeps it from being published, words that no page may hold among it. (What had been printed
/// before it was to be kept is told here too: nobody reads all published texts for it.) `phones` are the telephones of
/// headers, as far as they were read.
pub fn missing(
    office: &Office,
    register: &Register,
    shelf: &Shelf,
    phones: &mut guard::Memory,
    today: NaiveDate,
) -> Result<Vec<Refusal>> {
    if shelf.drafts.is_empty() {
        return Ok(Vec::new());
    }
    let (originals, read) = (Originals::of(&office.root), examine::Phones::new());
    let held = Held::again(register, &originals, (phones, &read), &Cache::to_read(office));
    let gate = held.gate(office, [].iter())?;
    Ok(compile::missing(office, register, shelf, &|issue| guard::second_look(&gate, issue), today))
}

fn seal_drafts(
    office: &Office,
    writer: &mut Writer,
    shelf: &Shelf,
    wanted: Option<&[IssueId]>,
    gate: &Gate,
    now: DateTime<FixedOffset>,
) -> Result<Sealed> {
    compile::seal_drafts(office, writer, shelf, wanted, &|issue| guard::second_look(gate, issue), now)
}

/// How `out` differs from what the office says it should be; nothing when there is no such folder.
pub fn site_differences(
    office: &Office,
    register: &Register,
    out: &Path,
    now: DateTime<FixedOffset>,
    work: &Progress,
) -> Result<Vec<String>> {
    if !out.join("index.html").exists() {
        return Ok(Vec::new());
    }
    let templates = Templates::new(&config::own_templates(&office.root)?)?;
    work.begins(READING);
    let mut issues = compile::read(office, register, now.date_naive())?.published;
    work.begins("汇集不得公开的内容");
    let held = Held::of(register, &Originals::of(&office.root), &Cache::none(office));
    let said = held.look(register, &issues.iter().collect::<Vec<_>>());
    let gate = held.gate(office, said.iter())?;
    guard::withhold(&gate, &mut issues);
    let archive = Archive { settings: &office.settings, roster: &office.roster, issues, past: None };
    work.begins(ARRANGING);
    let edition = render::site(&archive, &templates);
    work.begins("核对网页");
    let found = publish::differences(out, &edition, work)?;
    Ok(found.into_iter().map(|(path, what)| format!("{SITE}/{path}：{what}")).collect())
}
