//! The whole way: folder → register → drafts → (seals) → site, EPUBs and reports.
//!
//! In: an office, the register's writer, what is wanted. Out: what was done at each step. Every step is the one that
//! its own command takes; here they only follow each other.
//! Refuses to know: how it is told to people.

mod kept;

use std::path::Path;

use chrono::{DateTime, FixedOffset};

use self::kept::{Folder, Inputs};
use crate::cache::Cache;
use crate::compile::{self, Compiled, ISSUES, Issues, Sealed, Stopped};
use crate::config;
use crate::diagnostic::draw;
use crate::error::{Error, Result};
use crate::examine::Scope;
use crate::guard;
use crate::model::IssueId;
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
    pub issues: Issues,
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
    let mut issues = compile::read(office, writer.register(), today)?;
    timing.made(READING, issues.published.len() + issues.drafts.len(), 0);
    let reception = reception::receive(office, writer, now, Scope::Open)?;
    timing.made("收文与检查", reception.examination.briefs.len(), 0);
    let compiled = compile::compile(office, writer, &issues, None, today)?;
    timing.done("编刊");
    if !(compiled.drafts.is_empty() && compiled.renewed.is_empty()) {
        issues = compile::read(office, writer.register(), today)?;
    }
    let mut sealed = Sealed::default();
    if seal {
        sealed = publish(office, writer, &issues, None, now)?;
    }
    if !sealed.issues.is_empty() {
        issues = compile::read(office, writer.register(), today)?;
    }
    timing.done(READING);
    nothing_is_stopped(&issues)?;
    let (cache, inputs) = (Cache::to_read(&office.root), Inputs::of(&office.root, writer.digest(), &own));
    let public = Folder::new(out, inputs.key(SITE));
    let standing = public.standing(&cache);
    timing.done("核对网页");
    let site = match standing {
        Some(standing) => standing,
        None => {
            let gate = guard::gate(office, writer.register(), &writer.originals(), &issues.published)?;
            timing.done("汇集不得公开的内容");
            guard::withhold(&gate, &mut issues.published);
            let made = site(office, &templates, &mut issues, out, &gate, &mut timing)?;
            public.keep(&inputs, &made, &office.root);
            made
        }
    };
    let overview = report::Overview {
        office,
        register: writer.register(),
        examination: &reception.examination,
        issues: &issues,
        today,
    };
    report(&overview, &templates, (&inputs, &cache), &mut timing)?;
    Ok(Outcome { reception, compiled, sealed, issues, site, stages: timing.stages() })
}

/// Seals `wanted` drafts, or all that are complete, unless one of them holds what no page may.
pub fn publish(
    office: &Office,
    writer: &mut Writer,
    issues: &Issues,
    wanted: Option<&[IssueId]>,
    now: DateTime<FixedOffset>,
) -> Result<Sealed> {
    if issues.drafts.is_empty() {
        return Ok(Sealed::default());
    }
    let gate = guard::gate(office, writer.register(), &writer.originals(), &issues.published)?;
    compile::seal_drafts(office, writer, issues, wanted, &|issue| guard::second_look(&gate, issue), now)
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
fn nothing_is_stopped(issues: &Issues) -> Result<()> {
    let Some(Stopped { issue, item, finding }) = issues.stopped.first() else { return Ok(()) };
    let item = item.map(|item| format!(" 第 {item} 条")).unwrap_or_default();
    let more = match issues.stopped.len() {
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
    issues: &mut Issues,
    out: &Path,
    gate: &Gate,
    timing: &mut Timing,
) -> Result<Delivery> {
    let archive =
        Archive { settings: &office.settings, roster: &office.roster, issues: std::mem::take(&mut issues.published) };
    let pages = render::site(&archive, templates);
    timing.done("编排网页与搜索索引");
    let delivery = publish::deliver(out, &pages, gate)?;
    timing.made("网页和电子书", delivery.total, delivery.bytes);
    drop(pages);
    issues.published = archive.issues;
    Ok(delivery)
}

/// The internal pages, which depend on the day and on all that was found besides.
fn report(
    overview: &report::Overview<'_>,
    templates: &Templates,
    (inputs, cache): (&Inputs, &Cache),
    timing: &mut Timing,
) -> Result<()> {
    let office = overview.office;
    let examination = overview.examination;
    let found = examination.briefs.iter().flat_map(|brief| &brief.findings).chain(&examination.files);
    let found: Vec<_> = found.map(|f| (&f.path, f.place.as_ref().map(|at| at.line), &f.message, &f.waived)).collect();
    let key = inputs.key((REPORTS, overview.today, found, &examination.ignored));
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
    let gate = guard::gate(office, register, &Originals::of(&office.root), &issues)?;
    guard::withhold(&gate, &mut issues);
    let archive = Archive { settings: &office.settings, roster: &office.roster, issues };
    let found = publish::differences(out, &render::site(&archive, &templates))?;
    Ok(found.into_iter().map(|(path, what)| format!("{SITE}/{path}：{what}")).collect())
}
