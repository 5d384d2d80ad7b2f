//! The text of one item of an issue: read, judged, and made into what readers get.
//!
//! In: the files of an issue's folder and one row of its issue.toml. Out: an `Item` and what was found about it. A draft's
//! wording is judged as a brief's is; of what is sealed only what must not be let out, since nobody edits it any more.
//! Refuses to know: numbers, seals, other issues.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::folder::{ISSUE_FILE, IssueFolder};
use super::written::{WrittenItem, picture_folder};
use crate::config::Settings;
use crate::diagnostic::catalog::{header, office as words, text};
use crate::diagnostic::{Finding, Findings, Source};
use crate::examine::weigh;
use crate::intake::{self, Picture, Submission};
use crate::model::issue::{Copies, ItemImage};
use crate::model::{Brief, Digest, Edits, Issue, Item, Prose, SourceUnit};
use crate::normal::{self, Proper};
use crate::office::Office;
use crate::parse;
use crate::register::Register;
use crate::rules::{self, Case};
use crate::waive;

/// Where items are read and judged.
#[derive(Debug, Clone, Copy)]
pub struct Bench<'a> {
    /// The office.
    pub office: &'a Office,
    /// What the office lets stand, and what is published.
    pub register: &'a Register,
    /// Today.
    pub today: NaiveDate,
}

impl Bench<'_> {
    /// The item `number` (from 1) that `row` describes, and what was found about it. The files come with their digests.
    pub fn item(
        &self,
        folder: &IssueFolder,
        (files, digests): (&BTreeMap<String, Vec<u8>>, &BTreeMap<String, Digest>),
        (number, row): (usize, &WrittenItem),
        date: NaiveDate,
    ) -> (Item, Vec<Finding>) {
        let office = self.office;
        let path = self.path(folder, &row.file);
        let bytes = files.get(&row.file).cloned();
        let missing = bytes.is_none().then(|| Finding::of_file(&path, text::text_empty()));
        let digest = digests.get(&row.file).copied();
        let submission = Submission::of_known(&path, bytes.unwrap_or_default(), digest);
        let digest = submission.digest;
        let mut all: Vec<Finding> = missing.into_iter().chain(submission.findings).collect();
        let mut findings = Findings::about(&submission.source);
        let brief = parse::brief(&submission.source, &mut findings);
        let read = |source: &str| picture(source, &row.file, files);
        let pictures = intake::pictures(&brief.body, &read, &mut findings);
        rules::pictures::unread(&brief.body, &mut findings);
        printable(&brief, &mut findings);
        all.extend(findings.sorted());
        match self.register.publications().contains_key(&folder.id) {
            true => self.judge_printed(&submission.source, &brief, date, &mut all),
            false => self.judge_draft(&submission.source, &brief, date, &mut all),
        }
        weigh(&office.settings, &mut all);
        waive::apply(&mut all, self.register.waived(&folder.id, digest, row.receipt));
        (made(office, (number, row, digest), brief, pictures), all)
    }

    /// What is printed before and behind the items must not let anything out either: 按语, signature, receivers.
    pub fn around_items(&self, folder: &IssueFolder, issue: &Issue) -> Vec<Finding> {
        let Copies { report_to, send_to, issue_to } = &issue.copies;
        let lines = [&issue.note, &issue.signed].into_iter().chain(report_to).chain(send_to).chain(issue_to);
        let settings = &self.office.settings;
        let source = Source::new(self.path(folder, ISSUE_FILE), "");
        let mut findings = Findings::about(&source);
        for hit in lines.flat_map(|line| rules::gate::in_line(line, &settings.gate, issue.date)) {
            findings.whole(hit.message);
        }
        let mut findings = findings.sorted();
        weigh(settings, &mut findings);
        findings
    }

    fn path(&self, folder: &IssueFolder, file: &str) -> String {
        format!("{}/{file}", crate::disk::relative(&self.office.root, &folder.path).unwrap_or_default())
    }

    /// In nearly all of thousands of published texts a quick look finds nothing.
    fn judge_printed(&self, source: &Source, brief: &Brief, date: NaiveDate, all: &mut Vec<Finding>) {
        if !rules::gate::may_be_in(brief, &self.office.settings.gate) {
            return;
        }
        let mut findings = Findings::about(source);
        self.case(source, brief, date, |case| rules::gate(case, &mut findings));
        all.extend(findings.sorted());
    }

    fn judge_draft(&self, source: &Source, brief: &Brief, date: NaiveDate, all: &mut Vec<Finding>) {
        let edits: Edits = normal::edits(source, brief);
        let mut findings = Findings::about_changed(source, &edits);
        let proper = Proper::of(source, &edits, &mut Findings::about_changed(source, &edits));
        self.case(&proper.source, &proper.brief, date, |case| rules::wording(case, &mut findings));
        all.extend(findings.sorted());
    }

    fn case(&self, source: &Source, brief: &Brief, today: NaiveDate, judge: impl FnOnce(&Case<'_>)) {
        let prose = Prose::of(brief.title.as_ref(), &brief.body, &source.text);
        let Office { settings, roster, .. } = self.office;
        judge(&Case { brief, prose: &prose, settings, roster: Some(roster), folder: "", today, received: today });
    }
}

/// What every printed text must have, whoever wrote it.
fn printable(brief: &Brief, findings: &mut Findings<'_>) {
    if brief.title.is_none() {
        findings.at(brief.header, header::title_missing());
    }
    if brief.body.is_empty() {
        findings.whole(text::text_empty());
    }
    if let Some(classification) = &brief.classification
        && let crate::model::Classification::Restricted(written) = &classification.value
    {
        findings.at(classification.span, words::secret(written));
    }
}

fn made(
    office: &Office,
    (number, row, digest): (usize, &WrittenItem, Digest),
    brief: Brief,
    pictures: Vec<Picture>,
) -> Item {
    let written: Vec<String> = match (&brief.attribution, brief.units.is_empty()) {
        (Some(attribution), true) => attribution.names.clone(),
        _ => brief.units.iter().map(|unit| unit.value.clone()).collect(),
    };
    let bracketed = if written.is_empty() { String::new() } else { format!("（{}）", written.join("、")) };
    Item {
        number,
        title: brief.title.map(|title| title.value).unwrap_or_default(),
        attribution: brief.attribution.map_or(bracketed, |attribution| attribution.written),
        sources: written.into_iter().map(|written| source(office, written)).collect(),
        kind: kind(&office.settings, brief.kind.map(|kind| kind.value)),
        group: brief.group.map(|group| group.value),
        tags: brief.tags.into_iter().map(|tag| tag.value).collect(),
        images: pictures.into_iter().map(|p| ItemImage::new(p.source, p.bytes, p.format)).collect(),
        body: brief.body.into(),
        digest,
        receipt: row.receipt,
        withdrawn: false,
    }
}

fn source(office: &Office, written: String) -> SourceUnit {
    let unit = office.roster.resolve(&written).map(|unit| unit.id.clone());
    SourceUnit { written, unit }
}

fn kind(settings: &Settings, written: Option<String>) -> String {
    written.unwrap_or_else(|| settings.default_kind().to_owned())
}

/// The name under which a brief's picture lies in the folder of its item: `01/` for the pictures of `01.md`.
pub fn stored_picture(item_file: &str, source: &str) -> String {
    let leaf = source.rsplit(['/', '\\']).next().unwrap_or(source);
    let plain = leaf == source && !leaf.starts_with('.');
    // Pictures of the same name from several folders must not fall together.
    let mark = if plain { String::new() } else { format!("{}-", Digest::of(source.as_bytes()).short(8)) };
    format!("{}{mark}{leaf}", picture_folder(item_file))
}

fn picture(
    source: &str,
    item_file: &str,
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<Picture, crate::diagnostic::Message> {
    // An editor may also put a picture right beside the text.
    let bytes = files.get(&stored_picture(item_file, source)).or_else(|| files.get(source));
    Picture::of_bytes(source, bytes.cloned().ok_or_else(|| text::image_missing(source))?)
}
