//! The checks on a brief, one file each. A rule reads a brief and the office's settings, and says what it finds.
//!
//! In: a `Case`. Out: findings, by the catalog. Refuses to know: files, the register, other briefs (what a rule needs of
//! them is told in the case), weights (kuaibao.toml changes them afterwards).

mod attribution;
mod dates;
pub mod duplicate;
pub mod gate;
mod kind;
mod length;
mod line;
pub mod near;
mod numerals;
mod period;
pub mod pictures;
mod punctuation;
mod secrecy;
mod sense;
mod signature;
mod title;
mod unit;

use chrono::NaiveDate;

use self::line::Line;
use crate::config::Settings;
use crate::diagnostic::Findings;
use crate::model::{Brief, Prose, Roster, Span};

/// One brief before its judges.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The brief, its text put right where that was certain.
    pub brief: &'a Brief,
    /// Its title and body as passages.
    pub prose: &'a Prose,
    /// The office's settings.
    pub settings: &'a Settings,
    /// The units; `None` outside an office, where nobody knows which units there are.
    pub roster: Option<&'a Roster>,
    /// The name of the unit's folder; empty outside an office.
    pub folder: &'a str,
    /// Today.
    pub today: NaiveDate,
    /// The day on which this very text was received; today when it has not been.
    pub received: NaiveDate,
}

impl Case<'_> {
    /// The kind of the brief, or the default one.
    pub fn kind(&self) -> &str {
        self.brief.kind.as_ref().map_or(self.settings.default_kind(), |kind| kind.value.as_str())
    }

    /// Whether a field that is not known may be one that could not be read, which has had its finding.
    pub fn may_be_unread(&self) -> bool {
        self.brief.header_damaged && self.brief.header != Span::default()
    }

    /// Where to point at when a field is not there: the header's first line.
    pub fn header(&self) -> Span {
        self.brief.header
    }
}

/// A check.
type Rule = fn(&Case<'_>, &mut Findings<'_>);

/// Rules about the header, and about the text as a whole, in the order of a brief from head to foot.
const BRIEF: &[Rule] = &[
    title::check,
    unit::check,
    kind::check,
    dates::check,
    period::check,
    signature::check,
    secrecy::check,
    length::check,
    pictures::check,
    attribution::check,
];

/// Judges a brief that a unit has handed in: every rule.
pub fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    run(BRIEF, case, findings);
    wording(case, findings);
}

/// Judges a text that the office is about to print: its wording, and what must not be let out.
pub fn wording(case: &Case<'_>, findings: &mut Findings<'_>) {
    let lines: Vec<Line<'_>> = case.prose.wording().map(Line::of).collect();
    punctuation::check(&lines, findings);
    numerals::check(&lines, findings);
    run(sense::RULES, case, findings);
    gate(case, findings);
}

/// Judges a text that is printed: only what must not be let out.
pub fn gate(case: &Case<'_>, findings: &mut Findings<'_>) {
    run(gate::RULES, case, findings);
}

fn run(rules: &[Rule], case: &Case<'_>, findings: &mut Findings<'_>) {
    rules.iter().for_each(|rule| rule(case, findings));
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;
    use crate::diagnostic::Source;
    use crate::normal::{self, Proper};
    use crate::{config, parse};

    /// What rules look for, and what may stand beside it: pieces come together as no author puts them.
    const PIECES: [&str; 96] = [
        "一是",
        "二是",
        "三是",
        "第一",
        "第二，",
        "一、",
        "二、",
        "（一）",
        "(2)",
        "1.",
        "2．",
        "①",
        "其中",
        "分别为",
        "共",
        "约",
        "余",
        "多",
        "近",
        "达",
        "5个",
        "五个",
        "3项",
        "100%",
        "10％",
        "～",
        "—",
        "-",
        "~",
        "百分点",
        "同比增长",
        "由",
        "从",
        "到",
        "提高",
        "下降",
        "2016年",
        "16年",
        "07月",
        "13月",
        "6日",
        "32日",
        "二〇一六年",
        "二○一六",
        "〔2016〕12号",
        "[2016]3号",
        "昆政发",
        "，",
        "。",
        "、",
        "；",
        "：",
        "“",
        "”",
        "‘",
        "’",
        "《",
        "》",
        "（",
        "）",
        "(",
        ")",
        "……",
        "...",
        "等",
        "和",
        "我市",
        "我区",
        "xx市",
        "××",
        "TODO",
        "____",
        "某某",
        "盘龙区金沙社区",
        "盘龙金沙社区",
        "创新奖",
        "创优奖",
        "万元",
        "亿",
        "件",
        "119900190001010028",
        "13800000000",
        "6222020000000000000",
        "a@b.cn",
        "内部资料",
        "★机密",
        "改革",
        "抓到位",
        "\u{3000}",
        "\u{a0}",
        "\n",
        "\n\n",
        "**",
        "| 甲 | 乙 |\n|-|-|\n| 1 | 2 |\n",
        "# ",
        "😀",
    ];

    proptest! {
        #[test]
        fn no_rule_falls_over_any_text(pieces in prop::collection::vec(0..PIECES.len(), 0..60), loose in ".{0,12}") {
            let body: String = pieces.iter().map(|piece| PIECES[*piece]).chain([loose.as_str()]).collect();
            let source = Source::new("a.md", format!("---\n标题: \"{}\"\n---\n\n{body}", body.replace(['\n', '"'], "")));
            let brief = parse::brief(&source, &mut Findings::about(&source));
            let edits = normal::edits(&source, &brief);
            let mut findings = Findings::about_changed(&source, &edits);
            let proper = Proper::of(&source, &edits, &mut findings);
            let prose = Prose::of(proper.brief.title.as_ref(), &proper.brief.body, &proper.source.text);
            let today = NaiveDate::from_ymd_opt(2016, 11, 20).expect("a day");
            let (settings, roster) = (config::Settings::regime(), Roster::default());
            let case = Case {
                brief: &proper.brief,
                prose: &prose,
                settings: &settings,
                roster: Some(&roster),
                folder: "市民政局",
                today,
                received: today,
            };
            check(&case, &mut findings);
            for finding in findings.sorted() {
                prop_assert!(finding.place.is_none_or(|place| place.line >= 1 && place.column >= 1));
            }
        }
    }
}
