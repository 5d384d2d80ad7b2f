//! Marks that go together are both there, and none closes while another within it is open (GB/T 15834-2011, 4.8, 4.9,
//! 4.15). A straight quotation mark that could not be put right counts: nobody knows which half it is.

use crate::diagnostic::Findings;
use crate::diagnostic::catalog::punctuation::mark_unpaired;
use crate::model::writing::{closes, is_han_number, partner};
use crate::rules::line::{Line, tail};

/// How deep marks stand within marks: none that is further out is closed by this one.
const DEEPEST: usize = 32;

/// `goes_on` says that the next paragraph begins with a quotation mark: then the last one of this may be missing.
pub(super) fn check(line: &Line<'_>, goes_on: bool, findings: &mut Findings<'_>) {
    let mut open: Vec<(usize, char)> = Vec::new();
    for &(at, mark) in &line.marks {
        let full = full(mark);
        if partner(full).is_some() {
            open.push((at, mark));
        } else if closes(full) {
            close(line, (at, mark, full), &mut open, findings);
        } else if matches!(mark, '"' | '＂') && is_chinese_around(line, at) {
            line.tell(findings, at, at + mark.len_utf8(), mark_unpaired("\"", "不知是前引号还是后引号"));
        }
    }
    // GB/T 15834-2011, 4.8.3.5: of several quoted paragraphs only the last one is closed.
    let quoted = |(at, mark): &(usize, char)| goes_on && *mark == '“' && line.before(*at).trim().is_empty();
    for (at, mark) in open.into_iter().filter(|one| !quoted(one) && is_chinese_around(line, one.0)) {
        line.tell(findings, at, at + mark.len_utf8(), mark_unpaired(&mark.to_string(), "没有收尾"));
    }
}

fn full(mark: char) -> char {
    match mark {
        '(' => '（',
        ')' => '）',
        mark => mark,
    }
}

/// A closing mark: the last open one is its partner, or one of the two is too many.
fn close(line: &Line<'_>, mark: (usize, char, char), open: &mut Vec<(usize, char)>, findings: &mut Findings<'_>) {
    let (at, written, full_width) = mark;
    let is_partner = |(_, opening): &(usize, char)| partner(full(*opening)) == Some(full_width);
    let near = open.len().saturating_sub(DEEPEST);
    match open[near..].iter().rposition(is_partner) {
        Some(place) => {
            for (at, mark) in open.drain(near + place..).skip(1) {
                line.tell(findings, at, at + mark.len_utf8(), mark_unpaired(&mark.to_string(), "没有收尾"));
            }
        }
        None if is_apostrophe(line, at, written) || is_point(line, at, full_width) => {}
        None if !is_chinese_around(line, at) => {}
        None => {
            line.tell(findings, at, at + written.len_utf8(), mark_unpaired(&written.to_string(), "前面没有与它配对的"))
        }
    }
}

/// `China’s`
fn is_apostrophe(line: &Line<'_>, at: usize, mark: char) -> bool {
    mark == '’' && line.last(at).is_some_and(|c| c.is_ascii_alphanumeric())
}

/// `1）` and `一）` at the begin of a point.
fn is_point(line: &Line<'_>, at: usize, mark: char) -> bool {
    let number = tail(line.before(at), 4, |c| c.is_ascii_alphanumeric() || is_han_number(c));
    mark == '）' && !number.is_empty() && number.chars().count() <= 3 && line.begins(at - number.len())
}

/// A bracket in a smiley or a Latin list is no mark of a Chinese sentence.
fn is_chinese_around(line: &Line<'_>, at: usize) -> bool {
    let chinese = |c: char| !c.is_ascii();
    let mark = line.next(at).map_or(0, char::len_utf8);
    line.last(at).is_some_and(chinese) || line.next(at + mark).is_some_and(chinese)
}

#[cfg(test)]
mod tests {
    use crate::rules::line::testing::tells;

    #[test]
    fn what_is_open_is_closed_and_what_is_closed_was_open() {
        tells(
            "mark-unpaired",
            &[
                "推进“放管服改革。",
                "推进放管服”改革。",
                "出台《办法，执行。",
                "区（市县，共三个。",
                "说“甲（乙”丙。",
                "推进\"放管服改革。",
            ],
            &[
                "推进“放管服”改革，出台《〈办法〉细则》（试行）。",
                "1）抓落实；2）抓改革。",
                "一）抓落实。",
                "China’s改革。",
                "“第一段。\n\n“第二段。”",
                "“他说‘好’。”",
                ":) 好",
            ],
        );
    }
}
