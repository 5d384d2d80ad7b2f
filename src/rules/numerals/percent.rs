//! Percent and percentage points: a share that goes from 10% to 15% rises by 5 points (in office style and statistics;
//! GB/T 15835-2011 has the sign).

use crate::diagnostic::Findings;
use crate::diagnostic::catalog::numerals::{percent_change, percent_point};
use crate::rules::line::Line;

/// Words for a change.
const CHANGES: [&str; 10] = ["提高", "上升", "增长", "增加", "提升", "下降", "降低", "减少", "回落", "上涨"];

pub(super) fn check(line: &Line<'_>, findings: &mut Findings<'_>) {
    for (at, percent) in line.marks.iter().filter(|(_, mark)| matches!(mark, '%' | '％')).copied() {
        if line.behind(at + percent.len_utf8()).starts_with("个百分点") {
            let before = line.numbers.partition_point(|number| number.end < at);
            let from = line.numbers.get(before).filter(|number| number.end == at).map_or(at, |number| number.start);
            let end = at + percent.len_utf8() + "个百分点".len();
            line.tell(findings, from, end, percent_point(&line.text[from..end]));
        }
    }
    changes(line, findings);
}

/// `由10%提高到15%，提高5%`: two shares, and their difference as a share.
fn changes(line: &Line<'_>, findings: &mut Findings<'_>) {
    let shares: Vec<(usize, usize, f64)> = line
        .numbers
        .iter()
        .filter(|number| line.behind(number.end).starts_with('%'))
        .filter_map(|number| Some((number.start, number.end + 1, line.text[number.clone()].parse().ok()?)))
        .collect();
    for row in shares.windows(3) {
        let [(_, end, from), (to_start, to_end, to), (start, stop, difference)] = row else { continue };
        let (between, before) = (&line.text[*end..*to_start], &line.text[*to_end..*start]);
        let goes = between.len() <= 30 && ["到", "至", "为"].iter().any(|word| between.ends_with(word));
        let changes = before.len() <= 30 && !before.contains('。') && CHANGES.iter().any(|word| before.contains(word));
        if goes && changes && ((to - from).abs() - difference).abs() < 0.051 {
            line.tell(findings, *start, *stop, percent_change(&line.text[*start..*stop]));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::line::testing::tells;

    #[test]
    fn points_are_not_percent() {
        tells("percent-point", &["下降3%个百分点。"], &["下降3个百分点。", "下降3%。"]);
        tells(
            "percent-change",
            &["满意率由10%提高到15%，提高5%。"],
            &["满意率由10%提高到15%，提高5个百分点。", "由10%提高到15%，增长50%。", "占10%、15%、5%。"],
        );
    }
}
