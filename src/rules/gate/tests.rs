//! What the gate finds in briefs, and what it must not.

use super::*;
use crate::config::Settings;
use crate::model::Roster;
use std::path::Path;

/// Region 1199xx does not exist; the check characters were computed for the purpose.
const ID: &str = "119900190001010028";

fn settings(more: &str) -> Settings {
    let text = format!("[office]\nname = \"某办\"\n{more}");
    Settings::from_text(Path::new("kuaibao.toml"), &text, &Roster::default()).expect("settings")
}

fn read(text: &str) -> (Source, Brief) {
    let source = Source::new("a.md", text);
    let brief = parse::brief(&source, &mut Findings::about(&source));
    (source, brief)
}

/// What the gate finds in a whole brief: codes, each with the marked words.
fn judged(text: &str, more: &str) -> Vec<(&'static str, String)> {
    let (source, brief) = read(text);
    let settings = settings(more);
    let prose = Prose::of(brief.title.as_ref(), &brief.body, &source.text);
    let day = NaiveDate::from_ymd_opt(2016, 11, 20).expect("a day");
    let case =
        Case { brief: &brief, prose: &prose, settings: &settings, roster: None, folder: "", today: day, received: day };
    let mut findings = Findings::about(&source);
    check(&case, &mut findings);
    let found = findings.sorted();
    assert!(found.is_empty() || may_be_in(&brief, &settings.gate), "the quick look overlooks {text}");
    let marked = |finding: &crate::diagnostic::Finding| {
        finding.place.as_ref().map(|place| place.excerpt[place.mark.clone()].to_owned()).unwrap_or_default()
    };
    found.iter().map(|finding| (finding.code.name, marked(finding))).collect()
}

fn codes(body: &str) -> Vec<&'static str> {
    judged(&format!("---\n标题: 一\n---\n\n{body}\n"), "").into_iter().map(|(code, _)| code).collect()
}

fn right(bodies: &[&str]) {
    for body in bodies {
        assert_eq!(codes(body), Vec::<&str>::new(), "{body}");
    }
}

fn wrong(code: &str, bodies: &[&str]) {
    for body in bodies {
        assert_eq!(codes(body), [code], "{body}");
    }
}

#[test]
fn identity_numbers_are_told_by_their_check_character() {
    wrong(
        "id-number",
        &[
            &format!("身份证号{ID}。"),
            &format!("身份证号：{ID}，住某地"),
            "１１９９００１９０００１０１００２８",
            "119900 19000101 0028",
            &format!("|姓名|号码|\n|-|-|\n|某|{ID}|"),
            &format!("文[^1]\n\n[^1]: 号码{ID}"),
            &format!("![号码{ID}](a.png)"),
            &format!("`{ID}`"),
            &format!("[{}](http://a.example){}", &ID[..6], &ID[6..]),
        ],
    );
    wrong("id-number-doubtful", &["号码119900190001010029。", "旧证119900000101001。"]);
    right(&[
        "119900********0028",
        "110105********002X",
        "项目编号：119900190001010029",
        "数字199900190001010028和119900190013010028",
        "http://www.example.org/119900190001010028.html",
    ]);
}

#[test]
fn telephones_are_told_from_figures_and_hotlines() {
    wrong(
        "mobile-number",
        &[
            "电话13800000000。",
            "电话：138 0000 0000",
            "电话138-0000-0000",
            "+8613800000000",
            "+86 138 0000 0000",
            "8613800000000",
        ],
    );
    wrong("mobile-number", &["（tel13800000000）", "13800000000,", "电话１３８００００００００", "手机0138 0000 0000"]);
    assert_eq!(codes("13800000000、13900000000和0871-60000000"), ["mobile-number", "mobile-number", "landline"]);
    assert_eq!(codes("0871-60000000 13800000000"), ["landline", "mobile-number"]);
    wrong("landline", &["电话：0871-60000000", "010-60000000", "（电话60000000）", "087160000000"]);
    right(&[
        "拨打12345、96128、400-800-0000、12348",
        "投入13800000000元、13800000000万元",
        "138****0000",
        "第13800000000号",
        "比值0.13800000000，138000000001，12800000000",
        "全年20161117至20161230，服务热线：0871-9612345",
        "ISBN 978-7-0000-0000-0",
        "http://a.cn/13800000000",
        "合同编号13800000000",
        "2016年1月1日—2016年12月31日 09:00-17:00",
    ]);
}

#[test]
fn cards_mails_plates_and_passports() {
    wrong("bank-card", &["卡号6222000000000000004。", "6222 0000 0000 0000 004", "银行卡4000000000000002"]);
    right(&["6222000000000000005", "4000000000000002", "************0004", "订单编号6222000000000000004"]);
    wrong(
        "email-address",
        &["邮箱gaige@mail.example。", "[信](mailto:a@b.example)", "gaige＠mail.example", "<a@b.example>"],
    );
    right(&[
        "举报邮箱：gaige@mail.example，举报电话：0871-60000000",
        "g***@mail.example",
        "a@b",
        "@所有人",
        "价格@100",
    ]);
    wrong("plate-or-passport", &["车牌云A12345", "云A·1234B", "护照E12345678", "护照号：EA1234567"]);
    right(&["云南A1级旅游区", "G12345次", "云A***45", "编号E12345678", "贵A级景区2016"]);
}

#[test]
fn marks_are_told_from_words() {
    wrong(
        "secrecy-mark",
        &[
            "秘密★1年",
            "机　密",
            "绝密★长期　　特急",
            "密级：机密",
            "第一段。\n\n（秘密）",
            "文件标为机密★20年的",
            "机密，注意保存",
            "【绝密】",
            "秘密级",
        ],
    );
    wrong(
        "internal-mark",
        &[
            "内部资料　注意保存",
            "（内部参考）",
            "内部资料，请勿外传。",
            "不得外传",
            "本材料属内部资料，未经批准不得转载。",
            "此件不公开",
            "未经批准不得公开、引用",
        ],
    );
    right(&[
        "要保守秘密，保护商业秘密、工作秘密。",
        "所谓“机密”二字",
        "《机密》一书",
        "内部资料室对外开放",
        "印发《内部资料管理办法》，规范内部文件流转。",
        "要求经办人员对群众信息不得外传，注意保存凭证。",
        "未经批准不得擅自开工。",
        "|等级|件数|\n|-|-|\n|机密|3|",
        "此件公开发布",
        "★四星级",
    ]);
}

#[test]
fn everything_that_is_printed_is_looked_at_and_nothing_else_of_the_header() {
    let text = "---\n标题: 致13800000000\n单位: 市民政局\n联络员: 尹怀瑾 13900000000\n电话: 13900000000\n审签人: 某13900000000\n\
                专项小组: 组13800000000\n关键词: [甲13800000000]\n---\n\n## 标题13800000000\n\n文。（市民政局13800000000）\n";
    let found = judged(text, "");
    assert!(found.iter().all(|(code, marked)| *code == "mobile-number" && marked == "13800000000"), "{found:?}");
    assert_eq!(found.len(), 5, "{found:?}");
}

#[test]
fn what_the_office_allows_is_right() {
    let allow = "[gate]\nallow = [\"138-0000-0000\", \"@gaige.example\", \"60000000\"]\n";
    let text = "---\n标题: 一\n---\n\n13800000000、a@gaige.example、电话60000000、13800000001\n";
    assert_eq!(judged(text, allow), [("mobile-number", "13800000001".to_owned())]);
}

#[test]
fn wordings_are_told_unless_their_context_makes_them_right() {
    let list = "[[gate.wording]]\nwrong = \"改革开发\"\nright = \"改革开放\"\nunless = [\"改革开发区\", \"土地\"]\n\
                [[gate.wording]]\nwrong = \"禁词\"\nseverity = \"error\"\n[[gate.wording]]\nwrong = \"截止目前\"\nseverity = \"hint\"\n";
    let text = "---\n标题: 一\n---\n\n推进改革**开发**。改革开发区。土地的改革开发。禁词。截止目前。扫黑险恶。\n";
    let found: Vec<&str> = judged(text, list).iter().map(|(code, _)| *code).collect();
    assert_eq!(found, ["wording-wrong", "wording-forbidden", "wording-preferred", "wording-wrong"]);
}

#[test]
fn leaders_are_held_against_the_list_of_that_day() {
    let list = "[[gate.leader]]\nname = \"柏承川\"\npost = \"市委书记\"\n[[gate.leader]]\nname = \"沈若谷\"\npost = \"市长\"\n\
                until = 2016-12-31\n[[gate.leader]]\nname = \"沈若谷\"\npost = \"市委副书记\"\n";
    let found = |body: &str| -> Vec<(&str, String)> { judged(&format!("---\n标题: 一\n---\n\n{body}\n"), list) };
    assert_eq!(found("市长柏承川主持。"), [("leader-post", "市长柏承川".to_owned())]);
    assert_eq!(found("市委书记柏成川主持。"), [("leader-name", "柏成川".to_owned())]);
    assert_eq!(found("沈若谷、柏承川出席。"), [("leader-order", "沈若谷、柏承川".to_owned())]);
    for right in [
        "市委书记柏承川、市长沈若谷、市委副书记沈若谷",
        "柏承川、沈若谷出席",
        "副市长柏承川任职时",
        "原市委书记柏成川",
        "平湖市市长柏承川",
        "市长主持会议",
        "市委书记王若谷",
    ] {
        assert_eq!(found(right), [], "{right}");
    }
    let later = "---\n标题: 一\n报送日期: 2017-01-05\n---\n\n市长沈若谷。\n";
    assert_eq!(judged(later, list)[0].0, "leader-post");
}

#[test]
fn masking_leaves_nothing_that_the_gate_would_find_and_nothing_else_changes() {
    let text = format!(
        "---\n标题: 致13800000000\n---\n\n甲{ID}，乙13800000000和139 0000 0000，卡6222000000000000004，\
         [信13800000000](mailto:gaige@mail.example)，`13800000000`，**6200 0000**\n"
    );
    let (source, brief) = read(&text);
    let gate = &settings("").gate;
    let edits = masks(&source, &brief, gate, &|_| true);
    assert!(edits.iter().all(|edit| edit.reason == MASKED));
    let masked = edits.applied(&source.text);
    assert_eq!(
        masked,
        "---\n标题: 致138****0000\n---\n\n甲119900********0028，乙138****0000和139****0000，\
         卡\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*0004，信138****0000，`138****0000`，**6200 0000**\n"
    );
    assert_eq!(judged(&masked, ""), []);
    let (_, brief) = read(&masked);
    assert!(brief.body.text().contains("乙138****0000和139****0000"), "{}", brief.body.text());
    let only = |code: &'static Code| code.name == "bank-card";
    assert_eq!(masks(&source, &read(&text).1, gate, &only).counts(), [(MASKED, 1)]);
}

#[test]
fn any_text_is_looked_at_without_harm() {
    let pieces =
        ["1", "138", "0000", "X", "*", "@", "＠", "１", " ", "-", "机", "密", "★", "云A", "护照", ".", "a", "（"];
    let mut state = 7_usize;
    let gate = &settings("[[gate.leader]]\nname = \"柏承川\"\npost = \"市长\"\n").gate;
    for _ in 0..3000 {
        let text: String = (0..24)
            .map(|_| {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                pieces[(state >> 33) % pieces.len()]
            })
            .collect();
        for hit in in_line(&text, gate, NaiveDate::MAX) {
            assert!(text.get(hit.range.clone()).is_some_and(|there| !there.is_empty()), "{text}");
        }
    }
}

#[test]
fn numbers_are_found_however_they_are_taken_apart() {
    let apart = [
        "手机1 3 8 0 0 0 0 0 0 0 0。",
        "手机138·0000·0000。",
        "手机138–0000–0000。",
        "手机138—0000—0000。",
        "手机138.0000.0000。",
        "手机138/0000/0000。",
        "手机（138）00000000。",
        "手机138 00000 000。",
        "微信wx13800000000。",
        "138\u{3000}0000\u{3000}0000",
        "138‐0000‐0000",
        "手机13900000000 万主任。",
        "签字：13800000000",
        "邮箱附后,13800000000",
    ];
    wrong("mobile-number", &apart);
    wrong("id-number", &["身份证119900190001010028 余某。", "身份证119900**19000101**0028。"]);
    right(&["手机138****0000。", "身份证119900********0028。", "版本192.168.100.10。", "2016.11.17至2016.12.31。"]);
}

#[test]
fn marks_are_found_spaced_out_and_in_traditional_characters() {
    wrong("internal-mark", &["（内 部 资 料）", "内　部　资　料，注意保存。", "（內部資料，注意保存）", "内参"]);
    wrong("secrecy-mark", &["【機密】", "机　密", "属于工作秘密，不予公开。"]);
    right(&["保守国家秘密，加强内部 资料管理。"]);
}

#[test]
fn a_quoted_field_keeps_what_is_not_masked() {
    let text = "---\n标题: 一\n专项小组: \"社会组13800000000\"\n---\n\n正文。\n";
    let (source, brief) = read(text);
    let edits = masks(&source, &brief, &settings("").gate, &|_| true);
    assert!(edits.applied(&source.text).contains("专项小组: \"社会组138****0000\""));
}

#[test]
fn long_rows_of_the_same_take_no_longer_than_they_are_long() {
    for body in ["机密".repeat(5_000), "扫黑险恶".repeat(2_500), "1234567,".repeat(5_000)] {
        let started = std::time::Instant::now();
        codes(&body);
        assert!(started.elapsed().as_secs() < 20, "{}", &body[..12]);
    }
}
