//! Rules asked about a text alone.
//!
//! In: Markdown. Out: where a code was found. Refuses to know: how findings are told.

use crate::config::Settings;
use crate::diagnostic::{Finding, Findings, Source};
use crate::model::{Prose, Roster};
use crate::parse;
use crate::rules::{Case, sense};

/// The words at which `code` is found in a text of 市民政局.
pub(super) fn found(code: &str, text: &str) -> Vec<String> {
    found_in(code, text, &Settings::regime(), None)
}

/// The same, for a long text: what grows with the square would take minutes.
#[track_caller]
pub(super) fn in_time(code: &str, text: &str) {
    let started = std::time::Instant::now();
    found(code, text);
    assert!(started.elapsed().as_secs() < 30, "{code} takes too long");
}

/// The same in an office.
pub(super) fn found_in(code: &str, text: &str, settings: &Settings, roster: Option<&Roster>) -> Vec<String> {
    let header =
        if text.starts_with("---") { "" } else { "---\n标题: 某市推进改革\n单位: 市民政局\n---\n\n" };
    let source = Source::new("a.md", format!("{header}{text}"));
    let brief = parse::brief(&source, &mut Findings::about(&source));
    let prose = Prose::of(brief.title.as_ref(), &brief.body, &source.text);
    let today = "2016-11-20".parse().expect("a day");
    let case = Case { brief: &brief, prose: &prose, settings, roster, folder: "市民政局", today, received: today };
    let mut findings = Findings::about(&source);
    sense::RULES.iter().for_each(|rule| rule(&case, &mut findings));
    let of_code = findings.sorted().into_iter().filter(|finding| finding.code.name == code);
    of_code.map(|finding| place(&finding)).collect()
}

fn place(finding: &Finding) -> String {
    let Some(place) = &finding.place else { return String::new() };
    place.excerpt[place.mark.clone()].to_owned()
}
