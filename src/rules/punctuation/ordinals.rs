//! Marks behind numbers of points (GB/T 15834-2011, B.3): none behind （一） (B.3.4), 、 behind 一 (B.3.2), a dot behind
//! 1 (B.3.3), ， behind 第一 and 首先 (B.3.1), nothing behind 一是 (B.3.7).

use crate::diagnostic::Findings;
use crate::diagnostic::catalog::punctuation::{ordinal_bracket, ordinal_mark};
use crate::model::writing::{is_han, is_han_number};
use crate::rules::line::{Line, head, tail};

/// The longest number at the begin of a paragraph, in characters.
const LABEL: usize = 6;

pub(super) fn check(line: &Line<'_>, findings: &mut Findings<'_>) {
    for &(at, mark) in &line.marks {
        match mark {
            '、' | '，' | '.' | '．' | '。' | '：' => behind_number(line, at, mark, findings),
            _ => {}
        }
    }
}

fn behind_number(line: &Line<'_>, at: usize, mark: char, findings: &mut Findings<'_>) {
    let before = line.before(at);
    if let Some(label) = bracketed(before).filter(|label| line.begins(at - label.len())) {
        if mark != '：' {
            line.tell(findings, at - label.len(), at + mark.len_utf8(), ordinal_bracket(label, mark));
        }
    } else if let Some((label, expected)) = plain(line, at, mark) {
        line.tell(findings, at - label.len(), at + mark.len_utf8(), ordinal_mark(label, mark, expected));
    }
}

/// `（一）`, `(1)`
fn bracketed(before: &str) -> Option<&str> {
    let inner = before.strip_suffix(['）', ')'])?;
    let number = tail(inner, 4, |c| is_han_number(c) || c.is_ascii_digit());
    let open = inner[..inner.len() - number.len()].chars().next_back().filter(|c| matches!(c, '（' | '('))?;
    (!number.is_empty()).then(|| &before[inner.len() - number.len() - open.len_utf8()..])
}

/// A number without brackets at the begin of a paragraph, with another mark than its own; and the right one.
fn plain<'a>(line: &Line<'a>, at: usize, mark: char) -> Option<(&'a str, &'static str)> {
    if at > LABEL * '汉'.len_utf8() {
        return None;
    }
    let label = head(line.text, LABEL, |c| is_han_number(c) || c.is_ascii_digit() || "第其首先次再最后是".contains(c));
    if label.len() != at || label.is_empty() || !line.next(at + mark.len_utf8()).is_some_and(is_han) {
        return None;
    }
    let digits = label.chars().all(|c| c.is_ascii_digit());
    let numbers = label.chars().all(is_han_number);
    let counted =
        label.strip_prefix(['第', '其']).is_some_and(|rest| !rest.is_empty() && rest.chars().all(is_han_number));
    let worded = matches!(label, "首先" | "其次" | "再次" | "最后");
    let is = label.strip_suffix('是').is_some_and(|rest| !rest.is_empty() && rest.chars().all(is_han_number));
    let enumerates = line.behind(at + mark.len_utf8()).starts_with(|c| is_han_number(c) || c == '第');
    match mark {
        '、' if digits && label.len() <= 2 => Some((label, ".")),
        '，' | '。' | '.' | '．' | '：' if numbers && label.chars().count() <= 3 => Some((label, "、")),
        '、' | '。' if (counted || worded) && !enumerates => Some((label, "，")),
        '，' | '、' if is => Some((label, "")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::line::testing::tells;

    #[test]
    fn behind_a_bracket_nothing_more_is_needed() {
        tells(
            "ordinal-bracket",
            &["（一）、抓落实。", "要求如下：（1）、抓落实。", "（二）．抓改革。"],
            &["（一）抓落实。", "增长（同比）、下降。", "分两档（一）、（二）。"],
        );
    }

    #[test]
    fn each_kind_of_number_has_its_mark() {
        tells(
            "ordinal-mark",
            &["1、抓落实。", "一，抓落实。", "第一、抓落实。", "一是，抓落实。"],
            &["1. 抓落实。", "一、抓落实。", "第一，抓落实。", "第一、第二产业。", "一是抓落实。", "2016，改革之年。"],
        );
    }
}
