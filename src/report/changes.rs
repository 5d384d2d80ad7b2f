//! What was put right in a text: in one line, and place by place.
//!
//! In: a text and its edits. Out: texts for a terminal. Refuses to know: why something was put right.

use crate::diagnostic::Source;
use crate::model::{Edit, Edits, Span};

/// Characters shown before and after a change.
const CONTEXT: usize = 8;

/// How much was put right, by reason: `整理 173 处：半角标点 170、多余空格 3`.
pub fn summary(edits: &Edits) -> String {
    let counts = edits.counts();
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    let listed: Vec<String> = counts.iter().map(|(reason, count)| format!("{reason} {count}")).collect();
    format!("整理 {all} 处：{}", listed.join("、"))
}

/// Every change with what stands around it, before and after; changes close to each other on one line.
pub fn drawn(source: &Source, edits: &Edits) -> String {
    let groups = groups(&source.text, edits);
    let lines: Vec<String> = groups.iter().map(|group| group.drawn(source)).collect();
    lines.join("\n")
}

/// Changes that are shown together, and the part of the text that is shown.
struct Group<'a> {
    shown: Span,
    edits: Vec<&'a Edit>,
}

fn groups<'a>(text: &str, edits: &'a Edits) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for edit in edits.iter() {
        let shown = Span::new(before(text, edit.span.start), after(text, edit.span.end));
        match groups.last_mut() {
            Some(group) if shown.start < group.shown.end => {
                group.shown.end = group.shown.end.max(shown.end);
                group.edits.push(edit);
            }
            _ => groups.push(Group { shown, edits: vec![edit] }),
        }
    }
    groups
}

/// Where the characters before a change begin that are shown; they end at the line's begin.
fn before(text: &str, at: usize) -> usize {
    let head = text[..at].rsplit('\n').next().unwrap_or_default();
    at - head.chars().rev().take(CONTEXT).map(char::len_utf8).sum::<usize>()
}

fn after(text: &str, at: usize) -> usize {
    let tail = text[at..].split('\n').next().unwrap_or_default();
    at + tail.chars().take(CONTEXT).map(char::len_utf8).sum::<usize>()
}

impl Group<'_> {
    fn drawn(&self, source: &Source) -> String {
        let place = source.place(Span::new(self.edits[0].span.start, self.edits[0].span.end));
        let old = &source.text[self.shown.start..self.shown.end];
        let mut new = String::new();
        let mut done = self.shown.start;
        for edit in &self.edits {
            new.push_str(&source.text[done..edit.span.start]);
            new.push_str(&edit.put);
            done = edit.span.end;
        }
        new.push_str(&source.text[done..self.shown.end]);
        let reasons: Vec<&str> = self.edits.iter().map(|edit| edit.reason).collect();
        let mut reasons: Vec<&str> = reasons.into_iter().collect();
        reasons.dedup();
        let margin = format!("{}:{}", place.line, place.column);
        let blank = " ".repeat(margin.len());
        format!("{margin} - {}\n{blank} + {}（{}）", visible(old), visible(&new), reasons.join("、"))
    }
}

/// On one line, with signs for what cannot be seen.
fn visible(text: &str) -> String {
    let sign = |c: char| match c {
        '\n' => '↵',
        '\t' | '\u{3000}' | '\u{a0}' => '␣',
        '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' => '·',
        c if c.is_control() => ' ',
        c => c,
    };
    text.chars().filter(|c| *c != '\r').map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edits(text: &str) -> Edits {
        let commas = text.match_indices(',').map(|(at, _)| (at, "，"));
        let edit =
            |(at, put): (usize, &str)| Edit { span: Span::new(at, at + 1), put: put.into(), reason: "半角标点" };
        Edits::new(commas.map(edit).collect())
    }

    #[test]
    fn changes_are_counted_and_shown_with_what_stands_around() {
        let text = "第一行没有。\n今年以来,全市推行一窗受理改革取得初步成效群众满意度明显提升,再加一句,好。\n";
        let source = Source::new("a.md", text);
        let edits = edits(text);
        assert_eq!(summary(&edits), "整理 3 处：半角标点 3");
        let drawn = drawn(&source, &edits);
        let lines: Vec<&str> = drawn.lines().collect();
        assert_eq!(lines[0], "2:5 - 今年以来,全市推行一窗受理");
        assert_eq!(lines[1], "    + 今年以来，全市推行一窗受理（半角标点）");
        assert_eq!(lines[2], "2:31 - 众满意度明显提升,再加一句,好。");
        assert_eq!(lines.len(), 4);
    }
}
