//! A list of contents at the head of a text (一、… 二、… and so on, one a line) and the texts under the same numbers agree:
//! as in an old bulletin that was put in as a whole.
//!
//! A list is one only where its lines stand together at the head and 一、 comes again behind it. Lines that their author
//! did not part by a blank line are lines all the same.

use std::collections::BTreeMap;

use super::whole::head;
use crate::diagnostic::{Findings, catalog::sense as words};
use crate::model::marker::{self, Family};
use crate::model::{Passage, Role, Span};
use crate::rules::Case;

/// The longest line of a list of contents, in characters.
const ENTRY: usize = 60;

pub fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let lines = lines(case);
    let listed =
        lines.iter().zip(1..).take_while(|(line, number)| line.number == Some(*number) && line.is_entry()).count();
    let (list, body) = lines.split_at(listed);
    // 一、甲 / 一、甲。正文 / 二、…: of one entry nobody makes a list.
    if listed < 2 || !body.iter().any(|line| line.number == Some(1)) {
        return;
    }
    let mut texts: BTreeMap<u32, &Line<'_>> = BTreeMap::new();
    for line in body.iter().rev() {
        line.number.and_then(|number| texts.insert(number, line));
    }
    for entry in list {
        compare(entry, &texts, body, findings);
    }
    let last = list.last().and_then(|line| line.number).unwrap_or_default();
    if let Some(more) = texts.get(&(last + 1)) {
        findings.at(more.span(), words::contents_lacks(&more.label()));
    }
}

fn compare(entry: &Line<'_>, texts: &BTreeMap<u32, &Line<'_>>, body: &[Line<'_>], findings: &mut Findings<'_>) {
    let there = entry.number.and_then(|number| texts.get(&number));
    if there.is_some_and(|text| text.is_titled(entry)) {
        return;
    }
    let elsewhere = body.iter().find(|line| line.number.is_some() && line.is_titled(entry));
    let message = match (elsewhere, there) {
        (Some(other), _) => words::contents_order(&entry.label(), &other.label()),
        (None, Some(text)) => words::contents_title(&entry.label(), &text.label()),
        (None, None) => words::contents_text(&entry.label()),
    };
    findings.at(entry.span(), message);
}

/// A line of the text, as its author wrote it.
struct Line<'a> {
    passage: &'a Passage,
    start: usize,
    end: usize,
    /// 二、 with which it begins.
    number: Option<u32>,
    /// Where the words behind the number begin.
    words: usize,
}

impl Line<'_> {
    fn text(&self) -> &str {
        self.passage.text[self.words..self.end].trim()
    }

    /// Whether it could be a line of contents: short, one title.
    fn is_entry(&self) -> bool {
        let text = self.text();
        let title = text.trim_end_matches(['。', '.', '…', '·', ' ']);
        text.chars().count() <= ENTRY && !title.contains(['。', '；']) && !text.is_empty()
    }

    /// Whether it begins with the title of an entry; marks and blanks do not matter.
    fn is_titled(&self, entry: &Line<'_>) -> bool {
        let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        // A page number may stand behind dots.
        let title = bare(entry.text().trim_end_matches(|c: char| c.is_ascii_digit() || c == '…' || c == '.'));
        bare(head(self.text(), 2 * ENTRY)).starts_with(&title)
    }

    /// The number and the title, for messages.
    fn label(&self) -> String {
        let title = self.text().split(['。', '！', '？', '…']).next().unwrap_or_default();
        format!("{}{}", &self.passage.text[self.start..self.words].trim(), head(title, 30))
    }

    fn span(&self) -> Span {
        let title = self.text().split('。').next().unwrap_or_default();
        self.passage.span(self.start, (self.words + title.len()).min(self.end))
    }
}

/// The lines of a text; of those within paragraphs only what begins with 一、 and so on makes a line of its own.
fn lines<'a>(case: &Case<'a>) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    for passage in case.prose.wording().filter(|p| matches!(p.role, Role::Paragraph | Role::Heading(_))) {
        let mut start = 0;
        for (at, number) in starts(passage) {
            if at > start {
                lines.push(line(passage, start, at));
            }
            start = if number { at } else { start };
        }
        lines.push(line(passage, start, passage.text.len()));
    }
    lines
}

fn line(passage: &Passage, start: usize, end: usize) -> Line<'_> {
    let marker = marker_at(&passage.text[start..end]);
    let words = marker.as_ref().map_or(start, |(_, length)| start + length);
    Line { passage, start, end, number: marker.map(|(number, _)| number), words }
}

/// Where a line begins that its author broke, and has a number.
fn starts(passage: &Passage) -> Vec<(usize, bool)> {
    let is_numeral = |c: char| matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十');
    let numerals = passage.text.char_indices().filter(|(_, c)| is_numeral(*c));
    let starts = numerals.filter(|(at, c)| {
        let before = passage.text[..*at].char_indices().next_back();
        let broken = |(last, mark)| mark == '\n' || !passage.is_literal(last, at + c.len_utf8());
        before.is_some_and(broken) && marker_at(&passage.text[*at..]).is_some()
    });
    starts.map(|(at, _)| (at, true)).collect()
}

/// 二、 at the front of a text: the number, and how long it is with the blanks before it.
fn marker_at(text: &str) -> Option<(u32, usize)> {
    let found = marker::markers(head(text, 8)).into_iter().next()?;
    let first = found.family == Family::First && text[..found.start].trim().is_empty();
    first.then_some((found.number?, found.end))
}

#[cfg(test)]
mod tests {
    use crate::rules::sense::testing::found;

    const CODE: &str = "contents-differ";

    #[test]
    fn titles_texts_and_order_that_differ_are_found() {
        let texts = "一、甲事取得实效。甲事的正文。\n二、乙事稳步推进。乙事的正文。";
        assert_eq!(found(CODE, &format!("一、甲事取得实效\n二、乙事加快推进\n{texts}")), ["二、乙事加快推进"]);
        assert_eq!(found(CODE, &format!("一、甲事取得实效\n二、乙事稳步推进\n三、丙事\n{texts}")), ["三、丙事"]);
        assert_eq!(found(CODE, &format!("一、乙事稳步推进\n\n二、甲事取得实效\n\n{texts}")).len(), 2);
        assert_eq!(
            found(CODE, &format!("一、甲事取得实效\n二、乙事稳步推进\n{texts}\n三、丙事。正文。")),
            ["三、丙事"]
        );
        let bulletin = "一、盘龙区金沙社区开创新模式\n二、石林县改革取得实效\n一、盘龙金沙社区开创新模式。正文。（市民政局）\n二、石林县改革取得实效。正文。";
        assert_eq!(found(CODE, bulletin), ["一、盘龙区金沙社区开创新模式"]);
    }

    #[test]
    fn lists_that_agree_and_texts_without_one_are_none() {
        for text in [
            "一、甲事取得实效\n二、乙事稳步推进\n一、甲事取得实效。甲事的正文。\n二、乙事稳步推进。乙事的正文。",
            "一、甲事取得实效……1\n\n二、乙事稳步推进……3\n\n## 一、甲事取得实效\n\n正文。\n\n## 二、乙事稳步推进\n\n正文。",
            "一、背景\n\n正文。\n\n二、做法\n\n正文。\n\n三、体会\n\n正文。",
            "一、背景\n\n二、做法\n\n正文。",
            "先说一句。\n\n一、甲\n\n二、乙\n\n一、丙。",
        ] {
            assert!(found(CODE, text).is_empty(), "{text}: {:?}", found(CODE, text));
        }
    }
}
