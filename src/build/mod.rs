//! The whole way: folder → register → drafts → (seals) → site, EPUBs and reports.
//!
//! In: an office, the register's writer, what is wanted. Out: what was done at each step. Every step is the one that
//! its own command takes; here they only follow each other.
//! Refuses to know: how it is told to people.

mod kept;

use std::path::Path;

use chrono::{DateTime, FixedOffset, NaiveDate};

use self::kept::{Folder, Inputs};
use crate::cache::Cache;
use crate::compile::{self, Compiled, ISSUES, Issues, Sealed, Shelf, Stopped};
use crate::config;
use crate::diagnostic::draw;
use crate::error::{Error, Result};
use crate::examine::Scope;
use crate::guard::{self, Held};
use crate::model::{Issue, IssueId};
use crate::office::Office;
use crate::publish::{self, Delivery, Gate};
use crate::reception::{self, Reception};
use crate::register::{Originals, Register, Writer};
use crate::render::{self, Archive, Templates};
use crate::report;
use crate::timing::{Stage, Timing};

/// The folder of the public site.
pub const SITE: &str = "site";
/// The folder of internal pages.
pub const REPORTS: &str = "reports";

/// The stage that may come more than once.
const READING: &str = "读期刊";

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
    /// Where the time went.
    pub stages: Vec<Stage>,
}

/// Takes the whole way. With `seal`, complete drafts are published as well.
pub fn build(
    office: &Office,
    writer: &mut Writer,
    seal: bool,
    out: &Path,
    now: DateTime<FixedOffset>,
) -> Result<Outcome> {
    let today = now.date_naive();
    let mut timing = Timing::start();
    is_no_room_of_ours(office, out)?;
    // A broken template or seal must stop the build before anything is written.
    let own = config::own_templates(&office.root)?;
    let templates = Templates::new(&own)?;
    let cache = Cache::to_write(&office.root);
    let mut issues = Stock::of(office, writer.register(), today, &cache)?;
    timing.made(READING, issues.shelf.published.len() + issues.shelf.drafts.len(), 0);
    let reception = reception::receive(office, writer, now, Scope::Open)?;
    timing.made("收文与检查", reception.examination.briefs.len(), 0);
    let compiled = compile::compile(office, writer, &issues.shelf, None, today)?;
    timing.done("编刊");
    if !(compiled.drafts.is_empty() && compiled.renewed.is_empty()) {
        issues.shelf.drafts = compile::drafts(office, writer.register(), today)?;
    }
    let mut sealed = Sealed::default();
    if seal && !issues.shelf.drafts.is_empty() {
        let published = issues.published(office, writer.register(), today)?;
        let gate = held(office, writer, &cache).gate(office, writer.register(), published)?;
        sealed = seal_drafts(office, writer, &issues.shelf, None, &gate, now)?;
    }
    if !sealed.issues.is_empty() {
        issues = Stock::read(office, writer.register(), today)?;
    }
    timing.done(READING);
    let inputs = Inputs::of(&office.root, writer.register());
    let held = held(office, writer, &cache);
    timing.done("汇集不得公开的内容");
    let public = Folder::new(out, inputs.key((held.key(), &own)));
    let standing = public.standing(&cache).filter(|_| issues.are_clean());
    timing.done("核对网页");
    let site = match standing {
        Some(standing) => standing,
        None => {
            let gate = held.gate(office, writer.register(), issues.published(office, writer.register(), today)?)?;
            let made = site(office, &templates, issues.take(), out, &gate, &mut timing)?;
            inputs.keep(&issues.shelf.published, &office.root);
            public.keep(&inputs, &made, &office.root);
            made
        }
    };
    let overview = report::Overview {
        office,
        register: writer.register(),
        examination: &reception.examination,
        issues: &issues.shelf,
        today,
    };
    let key = inputs.key((writer.digest(), &own));
    report(&overview, &templates, key, (&inputs, &cache), &mut timing)?;
    Ok(Outcome { reception, compiled, sealed, issues: issues.shelf, site, stages: timing.stages() })
}

/// The issues, and the texts of the published ones as soon as somebody needs them.
struct Stock {
    shelf: Shelf,
    published: Option<Vec<Issue>>,
    stopped: Vec<Stopped>,
}

impl Stock {
    /// Those that have not changed are known by their headings.
    fn of(office: &Office, register: &Register, today: NaiveDate, cache: &Cache) -> Result<Self> {
        match Inputs::of(&office.root, register).published(cache) {
            Some(published) => {
                let drafts = compile::drafts(office, register, today)?;
                Ok(Stock { shelf: Shelf { published, drafts }, published: None, stopped: Vec::new() })
            }
            None => Stock::read(office, register, today),
        }
    }

    fn read(office: &Office, register: &Register, today: NaiveDate) -> Result<Self> {
        let Issues { shelf, published, stopped } = compile::read(office, register, today)?;
        Ok(Stock { shelf, published: Some(published), stopped })
    }

    /// Whether nothing in the published ones is stopped, as far as they were read.
    fn are_clean(&self) -> bool {
        self.stopped.is_empty()
    }

    /// The published ones with their texts, when nothing in them is stopped.
    fn published(&mut self, office: &Office, register: &Register, today: NaiveDate) -> Result<&[Issue]> {
        if self.published.is_none() {
            let Issues { published, stopped, .. } = compile::read(office, register, today)?;
            (self.published, self.stopped) = (Some(published), stopped);
        }
        nothing_is_stopped(&self.stopped)?;
        Ok(self.published.as_deref().unwrap_or_default())
    }

    fn take(&mut self) -> Vec<Issue> {
        self.published.take().unwrap_or_default()
    }
}

fn held(office: &Office, writer: &Writer, cache: &Cache) -> Held {
    Held::of(writer.register(), &Originals::of(&office.root), cache)
}

/// Seals `wanted` drafts, or all that are complete, unless one of them holds what no page may.
pub fn publish(
    office: &Office,
    writer: &mut Writer,
    issues: &Issues,
    wanted: Option<&[IssueId]>,
    now: DateTime<FixedOffset>,
) -> Result<Sealed> {
    if issues.shelf.drafts.is_empty() {
        return Ok(Sealed::default());
    }
    let held = held(office, writer, &Cache::to_read(&office.root));
    let gate = held.gate(office, writer.register(), &issues.published)?;
    seal_drafts(office, writer, &issues.shelf, wanted, &gate, now)
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

/// The site may go anywhere but into, or around, the office's own folders.
fn is_no_room_of_ours(office: &Office, out: &Path) -> Result<()> {
    let root = office.root.canonicalize().unwrap_or_else(|_| office.root.clone());
    let parent = out.parent().and_then(|parent| parent.canonicalize().ok());
    let name = out.file_name();
    let out = out.canonicalize().ok().or(parent.zip(name).map(|(parent, name)| parent.join(name)));
    let out = out.ok_or_else(|| Error::usage("输出文件夹的上一级不存在").help("请先建好上一级文件夹。"))?;
    let site = root.join(SITE);
    let ours = ["submissions", "register", ISSUES, "templates", REPORTS].map(|name| root.join(name));
    let clash = root.starts_with(&out)
        || ours.iter().any(|room| out.starts_with(room))
        || (out.starts_with(&site) && out != site);
    if clash {
        return Err(Error::usage("网页不能放在办公文件夹自己的文件夹里")
            .at(out)
            .help("请换一个文件夹；不写 --out 就是 site。"));
    }
    Ok(())
}

/// A published text with something that must not be let out keeps the site as it is until that is settled.
fn nothing_is_stopped(stopped: &[Stopped]) -> Result<()> {
    let Some(Stopped { issue, item, finding }) = stopped.first() else { return Ok(()) };
    let item = item.map(|item| format!(" 第 {item} 条")).unwrap_or_default();
    let more = match stopped.len() {
        1 => String::new(),
        count => format!("（共 {count} 处）"),
    };
    Err(Error::work(format!("已刊发的 {issue}{item}有不得公开的内容{more}，网站没有更新"))
        .because(draw::line(finding))
        .help(format!(
            "{}。改好文字后 kuaibao correct {issue} --because \"…\"，或 kuaibao withdraw {issue} 条 --because \"…\"；\
             核实后确可公开的，写明理由豁免（waive），本办公开的号码写进 kuaibao.toml 的 [gate] allow。",
            finding.help
        )))
}

fn site(
    office: &Office,
    templates: &Templates,
    mut issues: Vec<Issue>,
    out: &Path,
    gate: &Gate,
    timing: &mut Timing,
) -> Result<Delivery> {
    guard::withhold(gate, &mut issues);
    let archive = Archive { settings: &office.settings, roster: &office.roster, issues };
    let pages = render::site(&archive, templates);
    timing.done("编排网页与搜索索引");
    let delivery = publish::deliver(out, &pages, gate)?;
    timing.made("网页和电子书", delivery.total, delivery.bytes);
    Ok(delivery)
}

/// The internal pages, which depend on the day and on all that was found besides.
fn report(
    overview: &report::Overview<'_>,
    templates: &Templates,
    key: u64,
    (inputs, cache): (&Inputs, &Cache),
    timing: &mut Timing,
) -> Result<()> {
    let office = overview.office;
    let examination = overview.examination;
    let found = examination.briefs.iter().flat_map(|brief| &brief.findings).chain(&examination.files);
    let found: Vec<_> = found.map(|f| (&f.path, f.place.as_ref().map(|at| at.line), &f.message, &f.waived)).collect();
    let key = inputs.key((key, overview.today, found, &examination.ignored));
    let folder = Folder::new(&office.root.join(REPORTS), key);
    if folder.standing(cache).is_none() {
        let pages = report::pages(overview, templates)?;
        let made = publish::deliver(&office.root.join(REPORTS), &pages, &Gate::open())?;
        folder.keep(inputs, &made, &office.root);
        timing.made("内部网页", made.total, made.bytes);
    }
    Ok(())
}

/// How `out` differs from what the office says it should be; nothing when there is no such folder.
pub fn site_differences(
    office: &Office,
    register: &Register,
    out: &Path,
    now: DateTime<FixedOffset>,
) -> Result<Vec<String>> {
    if !out.join("index.html").exists() {
        return Ok(Vec::new());
    }
    let templates = Templates::new(&config::own_templates(&office.root)?)?;
    let mut issues = compile::read(office, register, now.date_naive())?.published;
    let held = Held::of(register, &Originals::of(&office.root), &Cache::to_read(&office.root));
    let gate = held.gate(office, register, &issues)?;
    guard::withhold(&gate, &mut issues);
    let archive = Archive { settings: &office.settings, roster: &office.roster, issues };
    let found = publish::differences(out, &render::site(&archive, &templates))?;
    Ok(found.into_iter().map(|(path, what)| format!("{SITE}/{path}：{what}")).collect())
}
