//! The whole way: folder → register → drafts → (seals) → site, EPUBs and reports.
//!
//! In: an office, the register's writer, what is wanted. Out: what was done at each step. Every step is the one that
//! its own command takes; here they only follow each other.
//! Refuses to know: how it is told to people.

#[cfg(test)]
mod edits_tests;
mod inputs;
mod kept;
mod light;
mod making;
mod standstill;
mod stock;
mod survey;
#[cfg(test)]
mod tests;

use std::path::Path;

use chrono::{DateTime, FixedOffset, NaiveDate};

use self::inputs::Inputs;
use self::making::Making;
pub use self::standstill::Standstill;
pub use self::stock::Stock;
pub use self::survey::{Ground, Survey};
use crate::cache::Cache;
use crate::compile::{self, Compiled, Refusal, Sealed, Shelf};
use crate::config;
use crate::error::Result;
use crate::examine::{Phones, Scope};
use crate::guard::{self, Held};
use crate::model::IssueId;
use crate::office::Office;
use crate::progress::{Progress, Stage};
use crate::publish::{self, Delivery, Gate};
use crate::reception::{self, Reception};
use crate::register::{Originals, Register, Writer};
use crate::render::{self, Archive, Templates};

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
    pub issues: Shelf,
    /// The site.
    pub site: Delivery,
    /// The internal pages.
    pub reports: Delivery,
    /// The ground on which the same build would change nothing, if that is certain.
    pub ground: Option<Ground>,
    /// Where the time went.
    pub stages: Vec<Stage>,
}

/// Takes the whole way, over the office as it was found. With `seal`, complete drafts are published as well.
pub fn build(
    office: &Office,
    writer: &mut Writer,
    survey: &mut Survey,
    seal: bool,
    now: DateTime<FixedOffset>,
    work: &Progress,
) -> Result<Outcome> {
    let today = now.date_naive();
    work.begins(READING);
    // A broken template or seal must stop the build before anything is written.
    let own = config::own_templates(&office.root)?;
    let templates = Templates::new(&own)?;
    let (issues, pages, internal) = (survey.issues(), survey.site_folder(), survey.reports_folder());
    let cache = survey.cache();
    let mut stock = Stock::lying(Inputs::seen(issues), office, writer.register(), today, cache)?;
    work.pieces(stock.shelf.published.len() + stock.shelf.drafts.len(), "期");
    work.begins("收文与检查");
    let mut reception = reception::receive(office, writer, now, Scope::Lying(&survey.submissions), work)?;
    let phones = std::mem::take(&mut reception.examination.phones);
    work.begins("编刊");
    let compiled = compile::compile(office, writer, &stock.shelf, None, today)?;
    work.begins(READING);
    if compiled.has_written() {
        stock.renew(writer.register())?;
    }
    let sealed = if seal { sealed(office, writer, &mut stock, now, (cache, &phones))? } else { Sealed::default() };
    work.begins("核对网页");
    let held = held(office, writer, (cache, &phones));
    drop(phones);
    let idle = reception.is_idle() && held.is_whole() && !compiled.has_written() && !seal;
    // Half a line at the journal's end is told until somebody writes the next one.
    let sure = idle && writer.torn().is_none() && stock.is_sure();
    let (register, templates, own) = (writer.register(), &templates, &own);
    let making = Making { office, register, templates, own, today, cache, work };
    let (site, pages) = making.site(&mut stock, pages, held)?;
    work.begins("内部网页");
    let (reports, internal) = making.reports(&stock, internal, writer.digest(), &reception.examination)?;
    let ground = survey.ground_left(&pages, &internal, today).filter(|_| sure);
    Ok(Outcome { reception, compiled, sealed, issues: stock.shelf, site, reports, ground, stages: work.stages() })
}

/// Seals the drafts that are complete; the stock is as it is then.
fn sealed<'a>(
    office: &'a Office,
    writer: &mut Writer,
    stock: &mut Stock<'a>,
    now: DateTime<FixedOffset>,
    (cache, phones): (&Cache, &Phones),
) -> Result<Sealed> {
    if stock.shelf.drafts.is_empty() {
        return Ok(Sealed::default());
    }
    let gate = gate(office, writer.register(), stock, held(office, writer, (cache, phones)))?;
    let sealed = seal_drafts(office, writer, &stock.shelf, None, &gate, now)?;
    if !sealed.issues.is_empty() {
        *stock = Stock::of(office, writer.register(), now.date_naive(), cache)?;
    }
    Ok(sealed)
}

/// The gate over the pages of these issues.
fn gate(office: &Office, register: &Register, stock: &mut Stock<'_>, held: Held) -> Result<Gate> {
    let said = stock.said(&held, register)?;
    held.gate(office, said.into_iter())
}

fn held(office: &Office, writer: &Writer, (cache, phones): (&Cache, &Phones)) -> Held {
    Held::with_phones(writer.register(), &Originals::of(&office.root), cache, phones)
}

/// Seals `wanted` drafts, or all that are complete, unless one of them holds what no page may.
pub fn publish(
    office: &Office,
    writer: &mut Writer,
    stock: &mut Stock<'_>,
    wanted: Option<&[IssueId]>,
    now: DateTime<FixedOffset>,
) -> Result<Sealed> {
    if stock.shelf.drafts.is_empty() {
        return Ok(Sealed::default());
    }
    let held = Held::of(writer.register(), &Originals::of(&office.root), &Cache::to_read(office));
    let gate = gate(office, writer.register(), stock, held)?;
    seal_drafts(office, writer, &stock.shelf, wanted, &gate, now)
}

/// Every draft with what keeps it from being published, words that no page may hold among it. (What had been printed
/// before it was to be kept is told here too: nobody reads all published texts for it.)
pub fn missing(office: &Office, register: &Register, shelf: &Shelf, today: NaiveDate) -> Result<Vec<Refusal>> {
    if shelf.drafts.is_empty() {
        return Ok(Vec::new());
    }
    let held = Held::of(register, &Originals::of(&office.root), &Cache::to_read(office));
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
