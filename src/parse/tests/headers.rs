//! Headers: what is accepted, what is told.

use super::*;
use crate::model::Classification;

/// The title and the units that a header gives, which nobody complains about.
fn title_and_units(header: &str) -> (String, Vec<String>) {
    let brief = clean(&format!("---\n{header}\n---\n正文。\n"));
    assert_eq!(brief.body.text(), "正文。\n");
    let title = brief.title.map(|title| title.value).unwrap_or_default();
    (title, brief.units.into_iter().map(|unit| unit.value).collect())
}

/// What is found about a header, as code and marked text.
fn faults(text: &str) -> Vec<(&'static str, String)> {
    let (brief, findings) = read(text);
    let error = |f: &Finding| f.severity == crate::diagnostic::Severity::Error;
    assert_eq!(brief.header_damaged, findings.iter().any(error), "{text}");
    let marked = |f: &Finding| f.place.as_ref().map(|p| p.excerpt[p.mark.clone()].to_owned()).unwrap_or_default();
    findings.iter().map(|f| (f.code.name, marked(f))).collect()
}

#[test]
fn slips_of_the_keyboard_cost_nothing() {
    for header in [
        "标题: 甲\n单位: [乙, 丙]",
        "标题：甲\n单位：乙、丙",
        "  标题　：　甲\u{a0}\n\n# 注\n　单 位：【乙，丙】",
        "title: 甲\nUnit: 乙;丙",
        "题目:甲\n单位:\n  - 乙\n  - 丙",
        "标题: '甲'\n单位:\n- \"乙\"\n-丙\n-",
        "标题: \"甲\" # 注\n单位: ［乙，\n  丙］",
        "标题:\n标题: 甲\n单位:\n\n- 乙、丙",
        "\"标题\": 甲\n单位: 乙，丙，乙",
    ] {
        let expected = ("甲".to_owned(), vec!["乙".to_owned(), "丙".to_owned()]);
        assert_eq!(title_and_units(header), expected, "{header}");
        assert_eq!(title_and_units(&header.replace('\n', "\r\n")), expected, "{header}");
    }
}

#[test]
fn fences_may_be_of_any_dashes() {
    for (open, close) in
        [("---", "--- "), ("－－－", "－－－"), ("———", "———"), ("----", "..."), ("\u{feff}\n---", "---")]
    {
        let brief = clean(&format!("{open}\n标题: 甲\n{close}\n正文。"));
        assert_eq!((brief.title.map(|t| t.value).as_deref(), brief.body.text().as_str()), (Some("甲"), "正文。\n"));
    }
}

#[test]
fn a_rule_in_the_body_is_no_fence() {
    let brief = clean("---\n标题: 甲\n---\n\n上半\n\n---\n\n下半：键: 值\n\n---\n");
    assert_eq!(blocks(&brief.body.blocks), "P(上半) R P(下半：键: 值) R");
}

#[test]
fn every_field_is_read_under_both_names() {
    let chinese = "标题: 甲\n单位: 乙\n类型: 信息\n报送日期: 2016-11-17\n所属期: 2016Q4\n审签人: 丙\n审签职务: 局长\n\
                   审签日期: 2016年11月16日\n联络员: 丁\n电话: 0571-1\n专项小组: 戊\n关键词: 己；庚\n投向: 动态\n密级: 公开";
    let english = "title: 甲\nunit: 乙\nkind: 信息\ndate: 2016-11-17\nperiod: 2016Q4\napprover: 丙\napprover_role: 局长\n\
                   approved: 2016-11-16\nliaison: 丁\nphone: 0571-1\ngroup: 戊\ntags: [己, 庚]\nseries: 动态\nclassification: 公开";
    let [chinese, english] = [chinese, english].map(|header| clean(&format!("---\n{header}\n---\n文")));
    for brief in [&chinese, &english] {
        let text = |field: &Option<Spanned<String>>| field.as_ref().map(|f| f.value.clone()).unwrap_or_default();
        let Brief { title, kind, liaison, phone, group, series, approval, .. } = brief;
        let texts = [title, kind, liaison, phone, group, series, &approval.by, &approval.role].map(text);
        assert_eq!(texts, ["甲", "信息", "丁", "0571-1", "戊", "动态", "丙", "局长"]);
        assert_eq!((values(&brief.units), values(&brief.tags)), (vec!["乙"], vec!["己", "庚"]));
        assert_eq!(brief.date.as_ref().map(|d| d.value.to_string()).as_deref(), Some("2016-11-17"));
        assert_eq!(approval.on.as_ref().map(|d| d.value.to_string()).as_deref(), Some("2016-11-16"));
        assert_eq!(brief.period.as_ref().map(|p| p.value.to_string()).as_deref(), Some("2016Q4"));
        assert_eq!(brief.classification.as_ref().map(|c| &c.value), Some(&Classification::Public));
    }
}

#[test]
fn only_the_word_public_makes_a_brief_public() {
    let classified = |value: &str| clean(&format!("---\n密级: {value}\n---\n文")).classification.map(|c| c.value);
    assert_eq!(classified(""), None);
    assert_eq!(classified("\"公 开\""), Some(Classification::Public));
    for written in ["秘密★", "内部", "无", "[公开, 内部]", "不公开"] {
        assert_eq!(classified(written), Some(Classification::Restricted(written.into())));
    }
}

#[test]
fn a_value_has_the_place_where_it_stands() {
    let text = "---\n标题：“甲” # 乙\n单位: 丙、 丁\n---\n文";
    let brief = clean(text);
    let at = |span: Span| &text[span.start..span.end];
    assert_eq!(brief.title.map(|title| at(title.span)), Some("“甲” # 乙"));
    assert_eq!(brief.units.iter().map(|unit| at(unit.span)).collect::<Vec<_>>(), ["丙", "丁"]);
    assert_eq!(at(brief.header), "---\n标题：“甲” # 乙\n单位: 丙、 丁\n---");
}

#[test]
fn a_missing_header_leaves_everything_in_the_body() {
    for text in ["正文。\n", "", " \n　\n", "---\n\n正文。\n\n---\n后面。", "---\n正文。"] {
        assert_eq!(faults(text)[0].0, "header-missing", "{text}");
    }
    assert_eq!(read("---\n\n前。\n\n---\n后。").0.body.text(), "前。\n后。\n");
}

#[test]
fn a_header_that_is_not_closed_takes_nothing_from_the_body() {
    let text = "---\n标题: 甲\n备注: 丙\n单位:\n- 乙\n\n会议指出：一要快。\n- 二要好。\n";
    assert_eq!(faults(text), [("header-unknown", "备注".into()), ("header-unclosed", "单位".into())]);
    let brief = read(text).0;
    assert_eq!((values(&brief.units), brief.body.text().as_str()), (vec!["乙"], "会议指出：一要快。\n二要好。\n"));
    let brief = read("---\n标题: 甲\n- 一是快。").0;
    assert_eq!(brief.body.text(), "一是快。\n");
}

#[test]
fn lines_that_are_no_fields_are_told_once_a_run() {
    let text = "---\n标题: 甲\n这一行\n那一行\n单位: 乙\n- 丙\n---\n文";
    assert_eq!(faults(text), [("header-line", "这一行".into()), ("header-line", "- 丙".into())]);
    let text = "---\n单位: [甲,\n乙]丙\n---\n文";
    assert_eq!(faults(text), [("header-line", "乙]丙".into())]);
    let text = "---\n关键词:\n\t- 水稻\n\t- 玉米\n---\n文";
    assert_eq!(faults(text), [("header-line", "- 水稻".into())]);
    assert_eq!(values(&read(text).0.tags), ["水稻", "玉米"]);
}

#[test]
fn faults_of_values_are_told_and_the_text_stays() {
    let text = "---\n标题: \"甲\n单位: [乙, 丙\n类型: |\n  信息\n投向: &a 丁\n---\n文";
    assert_eq!(faults(text).iter().map(|f| f.1.as_str()).collect::<Vec<_>>(), ["标题", "单位", "类型", "投向"]);
    let brief = read(text).0;
    let text = |field: Option<Spanned<String>>| field.map(|f| f.value).unwrap_or_default();
    assert_eq!([text(brief.title), text(brief.kind), text(brief.series)], ["\"甲", "信息", "&a 丁"]);
}

#[test]
fn repeated_and_unknown_fields_are_told() {
    let text = "---\n标题: 甲\ntitle: 乙\n审签: 丙\n备注: 无\n报送曰期: 丁\n---\n文";
    let (brief, findings) = read(text);
    assert_eq!(codes(&findings), ["header-twice", "header-unknown", "header-unknown", "header-unknown"]);
    assert_eq!(brief.title.map(|title| title.value).as_deref(), Some("甲"));
    let helps = findings.iter().map(|f| f.help.contains("是不是")).collect::<Vec<_>>();
    assert_eq!(helps, [false, true, false, true]);
    assert!(findings[1].help.contains("审签人") && findings[3].help.contains("报送日期"));
    assert!(!read("---\n备注: 无\n---\n").0.header_damaged);
}

#[test]
fn dates_and_periods_that_cannot_be_read_are_told() {
    let text = "---\n报送日期: 上个星期四\n审签日期: 2016-02-30\n所属期: 去年\n---\n文";
    assert_eq!(
        faults(text),
        [("date-form", "上个星期四".into()), ("date-impossible", "2016-02-30".into()), ("period-form", "去年".into())]
    );
}

#[test]
fn garbage_is_read_in_a_time_that_grows_with_its_length_only() {
    for unit in ["x: [\n", "甲: \"\n- \n", "- \n\t", "[[\"'：", "a:\n", ": |\n  ", "标题: [\n\"]\"\n", "---x\n", "—"]
    {
        let text = format!("---\n{}\n---\n文", unit.repeat(400_000 / unit.len()));
        let begun = std::time::Instant::now();
        read(&text);
        assert!(begun.elapsed().as_secs() < 10, "{unit:?} took {:?}", begun.elapsed());
    }
}
