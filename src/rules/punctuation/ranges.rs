//! From one number to another: ～ or — stands between them (GB/T 15834-2011, 4.13.3), and neither % nor 万 is left out
//! of the first (GB/T 15835-2011, 5.1.3: 15%～30%, 9亿～16亿).

use crate::diagnostic::Findings;
use crate::diagnostic::catalog::numerals::range_unit;
use crate::diagnostic::catalog::punctuation::range_mark;
use crate::model::writing::counts;
use crate::rules::line::{Line, head, start};

pub(in crate::rules) fn check(line: &Line<'_>, findings: &mut Findings<'_>) {
    for (first, second) in line.numbers.iter().zip(line.numbers.iter().skip(1)) {
        let between = &line.text[first.end..second.start];
        let Some((unit, mark)) = split(between).filter(|_| is_alone(line, first.start)) else { continue };
        let behind = line.behind(second.end);
        let shared = ["%", "％", "‰", "万", "亿"].iter().find(|unit| behind.starts_with(**unit));
        if let Some(unit) = shared.filter(|_| between == mark && mark != "-" && mark != "、") {
            let written = &line.text[first.start..second.end + unit.len()];
            let right = format!("{}{unit}～{}{unit}", &line.text[first.clone()], &line.text[second.clone()]);
            line.tell(findings, first.start, second.end + unit.len(), range_unit(written, &right));
        } else if matches!(mark, "~" | "-" | "--" | "－") && is_range(unit, mark, behind) {
            let written = &line.text[first.start..second.end];
            // A telephone number, a code.
            if written.starts_with('0') {
                continue;
            }
            let end = second.end + if behind.starts_with(unit) { unit.len() } else { 0 };
            line.tell(findings, first.start, end, range_mark(&line.text[first.start..end]));
        }
    }
}

/// What stands between two numbers: the unit of the first, and the mark.
fn split(between: &str) -> Option<(&str, &str)> {
    let mark = ["～", "~", "--", "——", "—", "－", "-"].into_iter().find(|mark| between.ends_with(mark))?;
    let unit = &between[..between.len() - mark.len()];
    (unit.chars().count() <= 3 && !unit.contains(['-', '~', '～', '—', '/'])).then_some((unit, mark))
}

/// No telephone, date or code goes on before it.
fn is_alone(line: &Line<'_>, at: usize) -> bool {
    !line.last(at).is_some_and(|c| c.is_ascii_alphanumeric() || "-/.~～:：（(".contains(c))
}

/// Something is counted: `1~2次`, `2015-2020年`; `2016-11` alone may be a code.
fn is_range(unit: &str, mark: &str, behind: &str) -> bool {
    let counted = behind.starts_with(|c| c != '号' && counts(c)) || behind.starts_with('%');
    let same = !unit.is_empty() && head(behind, 3, |c| !c.is_ascii()).starts_with(start(unit, 1));
    counted && (mark == "~" || unit.is_empty() || same)
}

#[cfg(test)]
mod tests {
    use crate::rules::line::testing::tells;

    #[test]
    fn the_first_number_keeps_its_unit() {
        tells(
            "range-unit",
            &["增长10～15%。", "投资9~16亿元。", "占3—5%。"],
            &["增长10%～15%。", "投资9亿～16亿元。", "10～15件。", "2016—2017年增长5%。", "第3、5%。"],
        );
    }

    #[test]
    fn a_range_has_its_own_mark() {
        tells(
            "range-mark",
            &["每年召开1~2次。", "2015-2020年实施。", "奖励300万元~500万元。"],
            &["每年召开1～2次。", "2016-11-17公布。", "电话0000-1234567个。", "GB/T 9704-2012号。", "比分3-2。"],
        );
    }
}
