//! A number broken by a blank or the end of a line: `20 16年`. Groups of three digits may be parted (GB/T 15835-2011,
//! 5.1.1).

use crate::diagnostic::Findings;
use crate::diagnostic::catalog::numerals::number_broken;
use crate::model::writing::{counts, is_blank};
use crate::rules::line::Line;

pub(super) fn check(line: &Line<'_>, findings: &mut Findings<'_>) {
    if !line.is_prose() {
        return;
    }
    for (at, pair) in line.numbers.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        let between = &line.text[first.end..second.start];
        let mut characters = between.chars();
        let blank = characters.next().is_some_and(is_blank) && characters.next().is_none();
        let (digits, rest) = (&line.text[first.clone()], &line.text[second.clone()]);
        let grouped = digits.len() <= 3 && rest.len() == 3 || rest.contains(['.', ',']);
        let row = at > 0 && line.text[line.numbers[at - 1].end..first.start].trim().is_empty();
        let coded = line.last(first.start).is_some_and(|c| c.is_ascii() || "：（".contains(c));
        if blank && !grouped && !row && !coded && line.next(second.end).is_some_and(counts) {
            line.tell(findings, first.start, second.end, number_broken(&line.text[first.start..second.end]));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::line::testing::tells;

    #[test]
    fn a_number_stands_together() {
        tells(
            "number-broken",
            &["自20 16年起。", "完成1 2件。", "自20\n16年起。"],
            &["投资12 500元。", "编号1 2 3 4个。", "2016年 11月。", "电话：0000 1234号。"],
        );
    }
}
