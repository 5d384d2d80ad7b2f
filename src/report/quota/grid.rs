//! The table of duties for people: one row a unit, one column an obligation, grouped by class.
//!
//! In: standings. Out: the table with a line below it that sums it up. A column sums the periods of its obligation,
//! but what is missing is missing in each of them: a rich month does not pay for a poor one.
//! Refuses to know: how standings are computed, JSON.

use super::short_name;
use crate::duty::{Share, Standing, StandingState};
use crate::model::{Period, UnitClass};
use crate::report::{Align, Table};

/// The table with its summary. Units that owe nothing and have handed in nothing are left out.
pub fn table(standings: &[Standing]) -> String {
    let units: Vec<&[Standing]> =
        standings.chunk_by(|a, b| a.unit == b.unit).filter(|unit| !unit.iter().all(is_idle)).collect();
    if units.is_empty() {
        return "这一时期没有单位需要报送。".into();
    }
    let obligations = obligations(standings);
    let mut table = Table::new(heads(standings, &obligations));
    for class in UnitClass::ALL {
        let of_class = units.iter().filter(|unit| unit[0].class == class);
        for (index, unit) in of_class.enumerate() {
            table.row(row(unit, &obligations, if index == 0 { class.label() } else { "" }));
        }
    }
    format!("{table}\n\n{}", summary(&units))
}

/// Exempt, and nothing was handed in.
fn is_idle(standing: &Standing) -> bool {
    standing.state == StandingState::Exempt && standing.counted.is_zero()
}

/// The obligations that have a column, in order. Duties of one name are one column: an office may ask different
/// numbers of different classes under the same name.
fn obligations(standings: &[Standing]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for standing in standings.iter().filter(|standing| !is_idle(standing)) {
        if !names.contains(&standing.obligation.as_str()) {
            names.push(&standing.obligation);
        }
    }
    names
}

fn heads(standings: &[Standing], obligations: &[&str]) -> Vec<(String, Align)> {
    let mut heads = vec![("类别".to_owned(), Align::Left), ("单位".to_owned(), Align::Left)];
    for name in obligations {
        let periods = || standings.iter().filter(|s| s.obligation == *name).map(|s| s.period);
        let first = periods().min_by_key(|period| period.first_day());
        let last = periods().max_by_key(|period| period.last_day());
        heads.push((format!("{name}\n{}", span(first, last)), Align::Figures));
    }
    heads.push(("结论".to_owned(), Align::Left));
    heads
}

/// 11月, or 10月至12月.
fn span(first: Option<Period>, last: Option<Period>) -> String {
    let (first, last) = (first.map(short_name).unwrap_or_default(), last.map(short_name).unwrap_or_default());
    if first == last { first } else { format!("{first}至{last}") }
}

fn row(unit: &[Standing], obligations: &[&str], class: &str) -> Vec<String> {
    let mut row = vec![class.to_owned(), unit[0].name.clone()];
    for name in obligations {
        let standings: Vec<&Standing> = unit.iter().filter(|standing| standing.obligation == *name).collect();
        row.push(cell(&standings));
    }
    row.push(verdict(unit).label().to_owned());
    row
}

/// One unit's standings with one obligation: `4/4`, `3/4 缺1`, `4/4 迟1`, `0/1 未到期`, `免`, `—`.
fn cell(standings: &[&Standing]) -> String {
    let of = |states: &'static [StandingState]| standings.iter().copied().filter(|s| states.contains(&s.state));
    let bound = || of(&[StandingState::Met, StandingState::Open, StandingState::Short]);
    let waived: Vec<String> = of(&[StandingState::Waived]).map(|standing| short_name(standing.period)).collect();
    if bound().next().is_none() {
        let mark = if waived.is_empty() { "—" } else { "免" };
        return with_remark(mark, "已报", standings.iter().map(|standing| standing.counted).sum());
    }
    let counted: Share = bound().map(|standing| standing.counted).sum();
    let required: u64 = bound().map(|standing| u64::from(standing.required)).sum();
    let mut cell = format!("{counted}/{required}");
    cell = with_remark(&cell, "缺", of(&[StandingState::Short]).map(|standing| standing.owed).sum());
    cell = with_remark(&cell, "迟", bound().map(|standing| standing.late).sum());
    if of(&[StandingState::Open]).next().is_some() {
        cell.push_str(" 未到期");
    }
    if !waived.is_empty() {
        cell.push_str(&format!(" 免{}", waived.join("、")));
    }
    cell
}

fn with_remark(cell: &str, word: &str, share: Share) -> String {
    if share.is_zero() { cell.to_owned() } else { format!("{cell} {word}{share}") }
}

/// What all standings of a unit come to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Exempt,
    Done,
    Open,
    Short,
}

impl Verdict {
    fn label(self) -> &'static str {
        match self {
            Verdict::Exempt => "—",
            Verdict::Done => "齐",
            Verdict::Open => "未到期",
            Verdict::Short => "欠",
        }
    }
}

fn verdict(unit: &[Standing]) -> Verdict {
    let has = |state| unit.iter().any(|standing| standing.state == state);
    if has(StandingState::Short) {
        Verdict::Short
    } else if has(StandingState::Open) {
        Verdict::Open
    } else if has(StandingState::Met) || has(StandingState::Waived) {
        Verdict::Done
    } else {
        Verdict::Exempt
    }
}

fn summary(units: &[&[Standing]]) -> String {
    let count = |wanted| units.iter().filter(|unit| verdict(unit) == wanted).count();
    let (done, short, open) = (count(Verdict::Done), count(Verdict::Short), count(Verdict::Open));
    format!("{done}个单位已完成、{short}个欠报、{open}个未到期。")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duty::testing::*;
    use crate::duty::{Filed, standings};
    use crate::model::Unit;

    /// The table by the regime and these further settings.
    fn report(units: Vec<Unit>, lines: &str, filed: &[Filed], asked: &str, as_of: &str) -> String {
        let roster = roster(units);
        table(&standings(filed, &roster, &settings(lines, &roster), period(asked), day(as_of)))
    }

    fn monthly(more: &str) -> String {
        format!("[[duty]]\nname = \"信息\"\nevery = \"month\"\nrequired = 4\nkinds = [\"信息\"]\n{more}")
    }

    fn briefs(unit: &str, numbers: std::ops::Range<u32>, date: &str) -> Vec<Filed> {
        numbers.map(|number| brief(number, &[unit], date)).collect()
    }

    #[test]
    fn a_month_is_one_row_a_unit_grouped_by_class() {
        let units = vec![
            named("panlong", "盘龙区", UnitClass::County),
            named("minzheng", "市民政局", UnitClass::Department),
            named("tongzhan", "市委统战部", UnitClass::Department),
        ];
        let mut filed = briefs("minzheng", 1..4, "2016-11-08");
        filed.extend(briefs("tongzhan", 10..14, "2016-11-08"));
        filed.push(of_kind("综合信息", brief(30, &["tongzhan"], "2016-11-08")));
        filed[6].received = day("2016-12-01");
        let lines = "[[waiver]]\nunit = \"panlong\"\nduty = \"信息\"\nperiod = \"2016\"\nbecause = \"换届\"\n";
        let expected = "\
类别      单位        信息     综合信息    半年进展    年终总结    结论
                      11月     第四季度    下半年      2016年
-------------------------------------------------------------------------
市级部门  市民政局    3/4 缺1  0/1 未到期  0/1 未到期  0/1 未到期  欠
          市委统战部  4/4 迟1  1/1         0/1 未到期  0/1 未到期  未到期
县区      盘龙区       免      0/1 未到期  0/1 未到期  0/1 未到期  未到期

0个单位已完成、1个欠报、2个未到期。";
        assert_eq!(report(units, lines, &filed, "2016-11", "2016-12-01"), expected);
    }

    #[test]
    fn a_quarter_sums_its_months_but_a_rich_month_does_not_pay_for_a_poor_one() {
        let mut filed = briefs("a", 1..8, "2016-10-08");
        filed.extend(briefs("a", 20..22, "2016-11-08"));
        let table = report(vec![unit("a")], &monthly(""), &filed, "2016Q4", "2016-12-20");
        let lines = squeezed(&table);
        assert_eq!(lines[..3], ["类别 单位 信息 结论", "10月至12月", "市级部门 a 9/12 缺2 未到期 欠"]);
        assert_eq!(lines[4], "0个单位已完成、1个欠报、0个未到期。");
    }

    /// For tests in which the widths do not matter.
    fn squeezed(table: &str) -> Vec<String> {
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        table.lines().filter(|line| !line.starts_with("---")).map(words).collect()
    }

    fn cell_of_a(lines: &str, filed: &[Filed], asked: &str) -> String {
        let table = report(vec![unit("a"), unit("b")], lines, filed, asked, "2017-01-01");
        squeezed(&table).into_iter().nth(2).expect("the first row")
    }

    #[test]
    fn waived_and_exempt_periods_are_left_out_of_the_sum() {
        let waiver = "[[waiver]]\nunit = \"a\"\nduty = \"信息\"\nperiod = \"2016-11\"\nbecause = \"抗洪\"\n";
        let filed = briefs("a", 1..4, "2016-10-08");
        assert_eq!(cell_of_a(&monthly(waiver), &filed, "2016Q4"), "市级部门 a 3/8 缺5 免11月 欠");
        let from = monthly("from = \"2016-12\"\n");
        assert_eq!(cell_of_a(&from, &filed, "2016Q4"), "市级部门 a 0/4 缺4 欠");
    }

    #[test]
    fn an_exempt_unit_is_shown_only_if_it_handed_something_in() {
        let lines = monthly("except = [\"a\"]\n");
        let filed = briefs("a", 1..3, "2016-11-08");
        assert_eq!(cell_of_a(&lines, &filed, "2016-11"), "市级部门 a — 已报2 —");
        assert_eq!(cell_of_a(&lines, &[], "2016-11"), "市级部门 b 0/4 缺4 欠");
        let nobody = report(vec![unit("a")], &lines, &[], "2016-11", "2017-01-01");
        assert_eq!(nobody, "这一时期没有单位需要报送。");
    }

    #[test]
    fn parts_of_joint_briefs_are_shown_with_two_digits() {
        let lines = monthly("[counting]\njoint = \"split\"\n");
        let filed = [brief(1, &["a", "b", "c"], "2016-11-08")];
        let table = report(vec![unit("a"), unit("b"), unit("c")], &lines, &filed, "2016-11", "2017-01-01");
        assert_eq!(squeezed(&table)[2], "市级部门 a 0.33/4 缺3.67 欠");
    }

    #[test]
    fn duties_of_one_name_for_different_classes_are_one_column() {
        let lines = format!("{}classes = [\"市级部门\"]\n{}", monthly(""), monthly("classes = [\"县区\"]\n")).replacen(
            "required = 4",
            "required = 2",
            1,
        );
        let units = vec![unit("a"), named("p", "盘龙区", UnitClass::County)];
        let table = squeezed(&report(units, &lines, &[], "2016-11", "2017-01-01"));
        assert_eq!(table[2..4], ["市级部门 a 0/2 缺2 欠", "县区 盘龙区 0/4 缺4 欠"]);
    }
}
