//! The pages of a build: the public site and the internal pages, as far as they have to be made.
//!
//! In: the issues, what is to be kept from readers, what is remembered. Out: the folders, delivered. Refuses to know: how
//! issues come about.

use chrono::NaiveDate;

use super::inputs::Clocks;
use super::kept::Folder;
use super::stock::{self, Sources, Stock};
use super::{ARRANGING, Design, READING, gate};
use crate::cache::{Cache, number_of};
use crate::compile::Stopped;
use crate::diagnostic::{Finding, draw};
use crate::error::{Error, Result};
use crate::examine::Examination;
use crate::guard::{self, Held};
use crate::model::Digest;
use crate::office::Office;
use crate::progress::Progress;
use crate::publish::{self, Delivery, Gate};
use crate::register::Register;
use crate::render::{self, Archive, Edition};
use crate::report::{self, Lately};

/// What pages are made of.
pub(super) struct Making<'a> {
    pub office: &'a Office,
    pub register: &'a Register,
    pub design: &'a Design,
    pub today: NaiveDate,
    pub cache: &'a Cache,
    pub work: &'a Progress,
}

impl Making<'_> {
    /// The site: those pages of it that are not what the same made of them before.
    pub(super) fn site(&self, stock: &mut Stock, folder: &mut Folder, held: Held) -> Result<Delivery> {
        let Making { office, register, work, .. } = *self;
        let sources = self.sources();
        let key = stock.inputs.key(register, (held.key(), &self.design.own));
        let standing = folder.standing(key, self.cache).filter(|_| stock.sure && stock.stopped.is_empty());
        if let Some(standing) = standing {
            return Ok(standing);
        }
        work.begins("汇集不得公开的内容");
        let gate = gate(sources, stock, held)?;
        nothing_is_stopped(&stock.stopped)?;
        let still = stock.keep(sources, self.cache);
        work.begins(ARRANGING);
        let past = folder.past(self.cache).cloned();
        let mut issues = stock.take();
        let altered = guard::withhold(&gate, &mut issues);
        let archive = Archive { settings: &office.settings, roster: &office.roster, issues, past };
        let edition = render::site(&archive, &self.design.templates);
        let kept = folder.kept(&edition, self.common(), &gate, self.cache);
        work.begins(READING);
        stock::fill(&archive.issues, &kept.texts_missing(&edition).collect(), sources)?;
        work.begins(publish::PAGES);
        let made = publish::deliver(folder.path(), &edition, &gate, &kept, work)?;
        // What this very run has written has lain still for as long as the rest of it took.
        let key = (stock.sure && still).then_some(key);
        folder.keep((&edition, &made, &kept), (key, self.common()), &gate, &self.cache.renewed());
        drop(edition);
        stock.put_back(archive.issues, &altered);
        Ok(made.delivery)
    }

    fn sources(&self) -> Sources<'_> {
        Sources { office: self.office, register: self.register, today: self.today }
    }

    /// What all pages have in common; settings, roster and program are in the key of everything that is remembered.
    fn common(&self) -> u64 {
        number_of(&self.design.own)
    }

    /// The internal pages, which depend on the whole register, the day, and all that was found besides.
    pub(super) fn reports(
        &self,
        stock: &Stock,
        folder: &mut Folder,
        head: Digest,
        (examination, lately): (&Examination, &Lately),
    ) -> Result<Delivery> {
        let Making { office, register, today, .. } = *self;
        let found: Vec<u64> = examination.briefs.iter().map(|brief| brief.mark).collect();
        let files: Vec<_> = examination.files.iter().map(Finding::shows).collect();
        let key = stock.inputs.key(register, (head, &self.design.own, today, found, files, &examination.ignored));
        if let Some(standing) = folder.standing(key, self.cache).filter(|_| stock.sure) {
            return Ok(standing);
        }
        let overview = report::Overview { office, register, examination, issues: &stock.shelf, lately, today };
        let edition = Edition::from(report::pages(&overview, &self.design.templates)?);
        let gate = Gate::open();
        let kept = folder.kept(&edition, self.common(), &gate, self.cache);
        let made = publish::deliver(folder.path(), &edition, &gate, &kept, self.work)?;
        let cache = self.cache.renewed();
        let clocks = Clocks { office: &office.root, then: self.cache, later: &cache };
        let key = (stock.sure && stock.inputs.are_still(&clocks)).then_some(key);
        folder.keep((&edition, &made, &kept), (key, self.common()), &gate, &cache);
        Ok(made.delivery)
    }
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
