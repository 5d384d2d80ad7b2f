//! The numbered points of a text as runs, and where a run breaks. Markers are those that pages give anchors to
//! (`model::marker`), and ①②③ besides.
//!
//! In: the wording. Out: marks, runs, faults. Nothing is held against a text that counts on in other words (一是…第二…).
//! Refuses to know: how faults are told.

use std::collections::BTreeMap;
use std::ops::Range;

use super::whole::Whole;
use crate::model::Role;
use crate::model::marker::{self, Family};

/// Runs of one family that may lie within each other.
const DEPTH: usize = 8;
/// More numbers than this are not left out by mistake.
const GAP: u32 = 3;

/// A number that a text counts with.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mark {
    /// Its family; `None`: ①.
    pub family: Option<Family>,
    /// What it counts.
    pub number: u32,
    /// Where it stands.
    pub range: Range<usize>,
}

/// Points that are counted through.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    /// The mark with which it begins.
    pub first: usize,
    /// The number with which it ends.
    pub last: u32,
    /// Whether something is wrong with it.
    pub broken: bool,
}

/// What is wrong, at a mark.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fault {
    /// The numbers before it are not there.
    Missing(Range<u32>),
    /// It stood there before.
    Twice,
}

/// All of a text.
#[derive(Debug, Default)]
pub(super) struct Runs {
    /// In reading order.
    pub marks: Vec<Mark>,
    /// In the order of their first marks.
    pub runs: Vec<Run>,
    /// With the mark at which each shows.
    pub faults: Vec<(usize, Fault)>,
}

impl Runs {
    /// Counts the points of a text.
    pub fn of(whole: &Whole<'_>) -> Self {
        let mut all = Runs { marks: marks(whole), ..Runs::default() };
        let mut open: BTreeMap<Option<Family>, Vec<Open>> = BTreeMap::new();
        for at in 0..all.marks.len() {
            let stack = open.entry(all.marks[at].family).or_default();
            all.count(at, stack, &whole.text);
        }
        all
    }

    fn count(&mut self, at: usize, stack: &mut Vec<Open>, text: &str) {
        let Mark { number, range, .. } = self.marks[at].clone();
        if number == 1 {
            if stack.len() == DEPTH {
                stack.remove(0);
            }
            self.runs.push(Run { first: at, last: 1, broken: false });
            return stack.push(Open { run: self.runs.len() - 1, mark: at });
        }
        let follows = |open: &Open| self.runs[open.run].last + 1 == number;
        if let Some(above) = stack.iter().rposition(follows) {
            stack.truncate(above + 1);
            return self.go_on(stack, at);
        }
        let Some(top) = stack.last() else {
            let told = number > 2 || counts_in_other_words(&text[..range.start], 1);
            if !told {
                self.faults.push((at, Fault::Missing(1..2)));
            }
            self.runs.push(Run { first: at, last: number, broken: true });
            return stack.push(Open { run: self.runs.len() - 1, mark: at });
        };
        let between = &text[self.marks[top.mark].range.end..range.start];
        let last = self.runs[top.run].last;
        self.runs[top.run].broken = true;
        if number == last {
            self.faults.push((at, Fault::Twice));
            self.go_on(stack, at);
        } else if number > last && number <= last + 1 + GAP {
            if !(last + 1..number).all(|missing| counts_in_other_words(between, missing)) {
                self.faults.push((at, Fault::Missing(last + 1..number)));
            }
            self.go_on(stack, at);
        }
    }

    /// The innermost open run goes on with the mark at `at`.
    fn go_on(&mut self, stack: &mut [Open], at: usize) {
        if let Some(top) = stack.last_mut() {
            top.mark = at;
            self.runs[top.run].last = self.marks[at].number;
        }
    }
}

/// A run that may go on.
struct Open {
    run: usize,
    /// Its latest mark.
    mark: usize,
}

fn marks(whole: &Whole<'_>) -> Vec<Mark> {
    let mut found = Vec::new();
    for (begin, passage) in &whole.parts {
        let lines = !matches!(passage.role, Role::Item | Role::Footnote);
        for seen in marker::markers(&passage.text) {
            if let Some(number) = seen.number.filter(|_| seen.family != Family::Sequence)
                && (lines || !seen.family.of_lines())
            {
                found.push(Mark { family: Some(seen.family), number, range: begin + seen.start..begin + seen.end });
            }
        }
        found.extend(circled(&passage.text).map(|(at, number)| {
            let start = begin + at;
            Mark { family: None, number, range: start..start + '①'.len_utf8() }
        }));
    }
    found.sort_by_key(|mark| mark.range.start);
    found
}

/// ① … ⑳ where a clause begins.
fn circled(text: &str) -> impl Iterator<Item = (usize, u32)> + '_ {
    let numbered = |c: char| ('①'..='⑳').contains(&c).then(|| c as u32 - '①' as u32 + 1);
    let begins = |at: usize| {
        let before = text[..at].trim_end_matches(|c: char| c.is_whitespace() && c != '\n').chars().next_back();
        before.is_none_or(|c| "。；：，、！？;:,\n".contains(c))
    };
    text.char_indices().filter_map(move |(at, c)| Some((at, numbered(c)?))).filter(move |(at, _)| begins(*at))
}

/// 一 … 九十九.
pub(super) fn chinese(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: u32| DIGITS[(value % 10) as usize];
    match number / 10 {
        0 => digit(number).to_owned(),
        1 => format!("十{}", digit(number)),
        tens => format!("{}十{}", digit(tens), digit(number)),
    }
}

/// Whether a text counts `number` in some way: 三是, 第三, 三要, 3. …
fn counts_in_other_words(text: &str, number: u32) -> bool {
    let chinese = chinese(number);
    let around = [
        ("", "是"),
        ("第", ""),
        ("其", ""),
        ("", "要"),
        ("", "则"),
        ("", "来"),
        ("", "、"),
        ("（", "）"),
        ("(", ")"),
        ("", "，"),
        ("", "．"),
    ];
    let digits = [("", "."), ("", "、"), ("", "．"), ("（", "）"), ("(", ")"), ("", ")"), ("", "）"), ("第", "")];
    let said = |number: &str, (before, after): &(&str, &str)| text.contains(&format!("{before}{number}{after}"));
    around.iter().any(|form| said(&chinese, form))
        || digits.iter().any(|form| said(&number.to_string(), form))
        || char::from_u32('①' as u32 + number - 1).is_some_and(|c| number <= 20 && text.contains(c))
        || number == 1 && text.contains("首先")
        || number > 1
            && (text.contains("其次") || text.contains("再次") || text.contains("此外") || text.contains("同时"))
}

/// A number as a family writes it.
pub(super) fn label(family: Option<Family>, number: u32) -> String {
    let chinese = chinese(number);
    match family {
        Some(Family::First) => format!("{chinese}、"),
        Some(Family::Second) => format!("（{chinese}）"),
        Some(Family::Third) => format!("{number}."),
        Some(Family::Fourth) => format!("（{number}）"),
        Some(Family::Among) => format!("其{chinese}"),
        Some(Family::Is) => format!("{chinese}是"),
        Some(Family::Ordinal | Family::Sequence) => format!("第{chinese}"),
        None => char::from_u32('①' as u32 + number.saturating_sub(1)).unwrap_or('①').to_string(),
    }
}
