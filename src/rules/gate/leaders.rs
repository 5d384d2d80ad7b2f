//! Names and posts of leaders, held against the office's list; and their order.
//!
//! In: a text. Out: hits. Only where a post of the list stands right before a name is anything certain: another city's
//! mayor, a former one, a deputy are not ours to judge. Refuses to know: who they are.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Hit, Look};
use crate::config::{Leader, Word};
use crate::diagnostic::catalog::gate as words;
use crate::model::writing::is_han;

pub(super) fn find(look: &Look<'_>, hits: &mut Vec<Hit>) {
    if look.gate.leaders.is_empty() {
        return;
    }
    // Several posts may end at one place (市长, 副市长): the longest is meant. Names are told once.
    let (mut names, mut posts) = (BTreeMap::new(), BTreeMap::new());
    for (word, range) in look.gate.words_in(look.text) {
        match word {
            Word::Name(name) => drop(names.insert(range.start, (name, range))),
            Word::Post(post) => {
                let longest = posts.entry(range.end).or_insert((post, range.clone()));
                if range.len() > longest.1.len() {
                    *longest = (post, range);
                }
            }
            Word::Wording(_) => {}
        }
    }
    for (post, range) in posts.into_values() {
        match names.get(&range.end) {
            Some((name, at)) => hits.extend(other_post(look, post, &range, name, at)),
            None => hits.extend(other_name(look, post, &range)),
        }
    }
    hits.extend(other_order(look, &names.into_values().collect::<Vec<_>>()));
}

fn holding<'a>(look: &Look<'a>, wanted: impl Fn(&Leader) -> bool + 'a) -> impl Iterator<Item = &'a Leader> {
    let day = look.day;
    look.gate.leaders.iter().filter(move |leader| leader.holds_on(day) && wanted(leader))
}

/// A listed name behind a listed post that is not its own.
fn other_post(look: &Look<'_>, post: &str, at: &Range<usize>, name: &str, behind: &Range<usize>) -> Option<Hit> {
    let own: Vec<&str> = holding(look, |leader| leader.name == name).map(|leader| leader.post.as_str()).collect();
    if own.is_empty() || own.contains(&post) || !is_ours(look.text, at) {
        return None;
    }
    let message = words::leader_post(name, post, &own.join("、"));
    Some(Hit { range: at.start..behind.end, message, mask: None })
}

/// A name behind a post that differs in one character from that of the post's holder.
fn other_name(look: &Look<'_>, post: &str, at: &Range<usize>) -> Option<Hit> {
    if !is_ours(look.text, at) {
        return None;
    }
    let near = |leader: &&Leader| {
        let wanted = leader.name.chars().count();
        let there: Vec<char> = look.text[at.end..].chars().take(wanted).collect();
        let same = there.iter().zip(leader.name.chars()).filter(|(there, own)| **there == *own).count();
        // Two characters of three: one of two would be anybody.
        wanted >= 3 && there.len() == wanted && same + 1 == wanted && there.iter().all(|c| is_han(*c))
    };
    let leader = holding(look, |leader| leader.post == post).find(near)?;
    let length = look.text[at.end..].chars().take(leader.name.chars().count()).map(char::len_utf8).sum::<usize>();
    let range = at.end..at.end + length;
    let message = words::leader_name(&look.text[range.clone()], post, &leader.name);
    Some(Hit { range, message, mask: None })
}

/// Whether a post is one of our office's: nothing stands before it that would make it another (副市长, 原市长, 某市市长).
fn is_ours(text: &str, post: &Range<usize>) -> bool {
    let before = &text[..post.start];
    before.chars().next_back().is_none_or(|c| !c.is_alphanumeric()) || before.ends_with('由')
}

/// Two or more listed names with 、 between, not in the order of the list.
fn other_order(look: &Look<'_>, names: &[(&str, Range<usize>)]) -> Vec<Hit> {
    let place = |name: &str| {
        holding(look, |leader| leader.name == name)
            .next()
            .and_then(|first| look.gate.leaders.iter().position(|leader| std::ptr::eq(leader, first)))
    };
    let known: Vec<(usize, &(&str, Range<usize>))> =
        names.iter().filter_map(|found| Some((place(found.0)?, found))).collect();
    let joined = |a: &Range<usize>, b: &Range<usize>| {
        look.text.get(a.end..b.start).is_some_and(|between| matches!(between.trim(), "、" | "，" | "" | "和" | "及"))
    };
    let rows = known.chunk_by(|a, b| joined(&a.1.1, &b.1.1));
    rows.filter(|row| !row.is_sorted_by_key(|(place, _)| place)).map(order_hit).collect()
}

fn order_hit(row: &[(usize, &(&str, Range<usize>))]) -> Hit {
    let range = row[0].1.1.start..row[row.len() - 1].1.1.end;
    let mut right: Vec<(usize, &str)> = row.iter().map(|(place, found)| (*place, found.0)).collect();
    right.sort_unstable();
    let right: Vec<&str> = right.into_iter().map(|(_, name)| name).collect();
    Hit { range, message: words::leader_order(&right.join("、")), mask: None }
}
