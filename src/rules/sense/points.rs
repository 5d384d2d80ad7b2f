//! Numbered points run through: after 二是 comes 三是, and no number comes twice.

use super::runs::{Fault, Runs, label};
use super::whole::Whole;
use crate::diagnostic::{Findings, catalog::sense as words};

pub fn check(whole: &Whole<'_>, runs: &Runs, findings: &mut Findings<'_>) {
    for (at, fault) in &runs.faults {
        let mark = &runs.marks[*at];
        let name = |number: u32| label(mark.family, number);
        let message = match fault {
            Fault::Missing(numbers) => {
                let missing: Vec<String> = numbers.clone().map(|number| format!("“{}”", name(number))).collect();
                words::points_missing(&name(mark.number), &missing.join(""))
            }
            Fault::Twice => words::points_twice(&name(mark.number)),
        };
        findings.at(whole.span(mark.range.start, mark.range.end), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::sense::testing::{found, in_time};

    const CODE: &str = "point-order";

    #[test]
    fn a_number_that_is_left_out_or_comes_twice_is_found() {
        assert_eq!(found(CODE, "一是抓早。二是抓小。四是抓实。"), ["四是"]);
        assert_eq!(found(CODE, "一是抓早。二是抓小。二是抓实。三是抓细。"), ["二是"]);
        assert_eq!(found(CODE, "第一，抓早。第三，抓实。"), ["第三，"]);
        assert_eq!(found(CODE, "二是抓小。三是抓实。"), ["二是"]);
        assert_eq!(found(CODE, "一、背景\n\n甲。\n\n三、体会\n\n乙。"), ["三、"]);
        assert_eq!(found(CODE, "（一）甲事。\n\n（二）乙事。\n\n（四）丙事。"), ["（四）"]);
        assert_eq!(found(CODE, "做法：①抓早；②抓小；④抓实。"), ["④"]);
        assert_eq!(found(CODE, "## 一、背景\n\n甲。\n\n## 二、做法\n\n乙。\n\n## 二、体会\n\n丙。"), ["二、"]);
    }

    #[test]
    fn runs_begin_again_nest_and_count_on_in_other_words() {
        for text in [
            "一是抓早。二是抓小。三是抓实。",
            "一、背景\n\n一是甲。二是乙。\n\n二、做法\n\n一是丙。二是丁。三是戊。",
            "一是规范决策。要遵循程序。一是拟定。二是审核。三是审议。二是规范会议。三是规范督查。",
            "1.甲事。\n\n2.乙事。\n\n3.丙事。",
            "一是抓早。第二，抓小。三是抓实。",
            "做到一是抓早，二是抓小。",
            "首先，抓早。其次，抓小。最后，抓实。",
            "统一是前提，二是保障。",
            "一是抓早，二要抓小，三是抓实。",
            "质量第一，效率第二，第三产业占比提高。",
        ] {
            assert!(found(CODE, text).is_empty(), "{text}: {:?}", found(CODE, text));
        }
    }

    #[test]
    fn many_points_take_no_longer_than_as_many_words() {
        in_time(CODE, &"一是抓早。三是抓小。五是抓实。".repeat(5_000));
    }
}
