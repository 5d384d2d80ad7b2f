//! The words that corrections replaced, as a notice quotes them.
//!
//! In: a publication, the copies that the register keeps. Out: its notices, those of short corrections with the clauses
//! before and after. What is long is not quoted: the reason has to do. Neither is anything of an item that was withdrawn,
//! nor what the editor wants unquoted, nor what the gate would stop: the words may be the very thing that must not be
//! read.
//! Refuses to know: pages.

use super::written::Written;
use crate::diagnostic::Findings;
use crate::intake::Submission;
use crate::model::issue::Replaced;
use crate::model::{Brief, Digest, Notice};
use crate::office::Office;
use crate::parse;
use crate::register::{Originals, Publication};
use crate::rules::gate;

/// Characters of the longest words that are quoted.
const LONG: usize = 60;
/// Most changes that are quoted of one item.
const MANY: usize = 4;
/// Clauses of both texts, multiplied, from which on they are not compared.
const LARGE: usize = 1_000_000;

/// The notices of a publication, with the words where they are to be quoted; and whether all copies could be read that it
/// takes to quote them.
pub fn quoted(office: &Office, written: &Written, publication: &Publication) -> (Vec<Notice>, bool) {
    let originals = Originals::of(&office.root);
    let let_out = |words: &Replaced| gate::in_line(&words.before, &office.settings.gate, publication.date).is_empty();
    let (mut notices, mut all_read) = (publication.notices.clone(), true);
    for correction in publication.corrections.iter().filter(|correction| correction.quoted) {
        for notice in notices.get_mut(correction.notices.clone()).into_iter().flatten() {
            let Some(item) = notice.item.filter(|item| !publication.is_withdrawn(*item)) else { continue };
            let row = item.checked_sub(1).and_then(|at| written.items.get(at));
            let change = row.and_then(|row| correction.files.get(&row.file));
            let both = change.and_then(|change| Some((change.from?, change.to?)));
            let texts = both.and_then(|(from, to)| Some((text(&originals, from)?, text(&originals, to)?)));
            all_read &= both.is_none() || texts.is_some();
            notice.words = texts.map(|(before, after)| replaced(&before, &after)).unwrap_or_default();
            // A number that a correction took out must not come back as a quotation.
            if !notice.words.iter().all(let_out) {
                notice.words.clear();
            }
        }
    }
    (notices, all_read)
}

/// What readers read of a kept text. A copy that is not there is for `verify` to miss.
fn text(originals: &Originals, digest: Digest) -> Option<String> {
    let source = Submission::of_bytes("", "", originals.get(digest).ok()?, None).source;
    let brief: Brief = parse::brief(&source, &mut Findings::about(&source));
    let title = brief.title.map(|title| title.value).unwrap_or_default();
    let units: Vec<String> = brief.units.into_iter().map(|unit| unit.value).collect();
    let source = brief.attribution.map(|attribution| attribution.written).unwrap_or_default();
    Some([title, units.join("、"), brief.body.text(), source].join("\n"))
}

/// The clauses that differ; nothing where there is too much of it to be quoted.
fn replaced(before: &str, after: &str) -> Vec<Replaced> {
    let (before, after) = (clauses(before), clauses(after));
    let same = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let (before, after) = (&before[same..], &after[same..]);
    let same = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
    let (before, after) = (&before[..before.len() - same], &after[..after.len() - same]);
    if before.len() * after.len() > LARGE {
        return Vec::new();
    }
    let words: Vec<Replaced> = differences(before, after).into_iter().filter_map(words).collect();
    let short = |text: &String| text.chars().count() <= LONG;
    let all_short = words.iter().all(|words| short(&words.before) && short(&words.after));
    if words.len() <= MANY && all_short { words } else { Vec::new() }
}

/// A text cut behind its commas and stops.
fn clauses(text: &str) -> Vec<&str> {
    text.split_inclusive(is_border).collect()
}

fn is_border(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '：' | '！' | '？' | '\n')
}

/// The stretches in which the two differ, by their longest common subsequence.
fn differences<'t>(before: &[&'t str], after: &[&'t str]) -> Vec<(Vec<&'t str>, Vec<&'t str>)> {
    let common = common(before, after);
    let (mut at, mut to, mut stretches, mut open) = (0, 0, Vec::new(), false);
    while at < before.len() || to < after.len() {
        if at < before.len() && to < after.len() && before[at] == after[to] {
            (at, to, open) = (at + 1, to + 1, false);
            continue;
        }
        if !open {
            stretches.push((Vec::new(), Vec::new()));
            open = true;
        }
        let Some((gone, come)) = stretches.last_mut() else { break };
        if to >= after.len() || at < before.len() && common[at + 1][to] >= common[at][to + 1] {
            gone.push(before[at]);
            at += 1;
        } else {
            come.push(after[to]);
            to += 1;
        }
    }
    stretches
}

/// How many clauses the rests of both texts have in common, from each place on.
fn common(before: &[&str], after: &[&str]) -> Vec<Vec<u32>> {
    let mut common = vec![vec![0; after.len() + 1]; before.len() + 1];
    for at in (0..before.len()).rev() {
        for to in (0..after.len()).rev() {
            common[at][to] = match before[at] == after[to] {
                true => common[at + 1][to + 1] + 1,
                false => common[at + 1][to].max(common[at][to + 1]),
            };
        }
    }
    common
}

/// A stretch as it is quoted: without the marks at its end, unless it is they that differ.
fn words((before, after): (Vec<&str>, Vec<&str>)) -> Option<Replaced> {
    let (before, after) = (before.concat(), after.concat());
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = |text: &str| line(text.trim_end_matches(|c: char| is_border(c) || c.is_whitespace()));
    let (bare_before, bare_after) = (bare(&before), bare(&after));
    let words = match bare_before == bare_after {
        false => Replaced { before: bare_before, after: bare_after },
        true => Replaced { before: line(&before), after: line(&after) },
    };
    (words.before != words.after).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: &str, after: &str) -> Vec<(String, String)> {
        replaced(before, after).into_iter().map(|words| (words.before, words.after)).collect()
    }

    fn pair(before: &str, after: &str) -> (String, String) {
        (before.into(), after.into())
    }

    #[test]
    fn the_clauses_that_differ_are_quoted_without_their_marks() {
        let text = "标题\n\n首批将11个部门所属的38户企业纳入清单，年底完成。\n下一步，抓紧落实。";
        assert_eq!(told(text, text), []);
        let other = text.replace("38户", "36户").replace("抓紧落实", "逐项落实");
        let quoted = [
            pair("首批将11个部门所属的38户企业纳入清单", "首批将11个部门所属的36户企业纳入清单"),
            pair("抓紧落实", "逐项落实"),
        ];
        assert_eq!(told(text, &other), quoted);
    }

    #[test]
    fn what_was_left_out_or_put_in_has_one_side_only() {
        assert_eq!(told("甲，乙，丙。", "甲，丙。"), [pair("乙", "")]);
        assert_eq!(told("甲，丙。", "甲，乙，丙。"), [pair("", "乙")]);
        assert_eq!(told("甲，乙。丙", "甲，乙；丙"), [pair("乙。", "乙；")], "a mark alone");
        assert_eq!(told("甲。\n\n乙。", "甲。\n乙。"), [], "a blank line is nothing to read");
    }

    #[test]
    fn what_is_long_is_not_quoted() {
        let long = "长".repeat(LONG + 1);
        assert_eq!(told("甲。乙。", &format!("甲。{long}。")), []);
        let many = |word: &str| (0..=MANY).map(|at| format!("{at}{word}，同。")).collect::<String>();
        assert_eq!(told(&many("旧"), &many("新")), []);
        let huge = |word: &str| (0..3000).map(|at| format!("{at}{word}。")).collect::<String>();
        assert_eq!(told(&huge("旧"), &huge("新")), []);
    }
}
