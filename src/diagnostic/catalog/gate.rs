//! Findings about what must not be let out: secrecy marks, personal numbers, the office's own list.

use super::{codes, say};
use crate::diagnostic::{Code, Message};

codes! {
    /// 绝密, 机密, 秘密 as marks.
    SECRECY_MARK = "secrecy-mark", Error, fixed, "正文里有保密标志";
    /// 内部资料, 不得外传 and the like as marks.
    INTERNAL_MARK = "internal-mark", Error, fixed, "正文里有内部材料的字样";
    /// A resident's identity number.
    ID_NUMBER = "id-number", Error, fixed, "有身份证号";
    /// What looks like one.
    ID_NUMBER_DOUBTFUL = "id-number-doubtful", Warning, "像身份证号";
    /// A mobile telephone's number.
    MOBILE_NUMBER = "mobile-number", Error, fixed, "有手机号";
    /// A telephone's number with its area code.
    LANDLINE = "landline", Hint, "有固定电话";
    /// A bank card's number.
    BANK_CARD = "bank-card", Error, fixed, "有银行卡号";
    /// An e-mail address.
    EMAIL_ADDRESS = "email-address", Warning, "有电子邮箱";
    /// A passport's or a car's number.
    PLATE_OR_PASSPORT = "plate-or-passport", Warning, "有车牌号或护照号";
    /// A wording that the office forbids.
    WORDING_FORBIDDEN = "wording-forbidden", Error, fixed, "有本办禁用的说法";
    /// A wording that is wrong.
    WORDING_WRONG = "wording-wrong", Warning, "说法不对";
    /// A wording instead of which the office prefers another.
    WORDING_PREFERRED = "wording-preferred", Hint, "有更合适的说法";
    /// A leader's name with another's post.
    LEADER_POST = "leader-post", Warning, "领导姓名与职务对不上";
    /// A leader's name with a wrong character.
    LEADER_NAME = "leader-name", Warning, "领导姓名可能写错";
    /// Leaders in another order than the office's.
    LEADER_ORDER = "leader-order", Hint, "领导排序与本办名单不同";
}

/// Whether a code is one of the gate: an error of it stops compiling, sealing and the site until the text is mended or
/// masked, or the finding is waived by name.
pub fn is_gate(code: &Code) -> bool {
    CODES.iter().any(|gate| gate.name == code.name)
}

/// Whether a part of what was found may be printed, so that masking mends it.
pub fn can_be_masked(code: &Code) -> bool {
    [&ID_NUMBER, &ID_NUMBER_DOUBTFUL, &MOBILE_NUMBER, &BANK_CARD, &EMAIL_ADDRESS, &PLATE_OR_PASSPORT].contains(&code)
}

/// The mark as written.
pub fn secrecy_mark(written: &str) -> Message {
    say(
        &SECRECY_MARK,
        format!("“{written}”是保密标志，带标志的材料不得刊发"),
        "确是涉密材料的，请立即移走并按保密规定处理；误带的，核实后删去标志",
    )
}

/// The mark as written.
pub fn internal_mark(written: &str) -> Message {
    say(
        &INTERNAL_MARK,
        format!("“{written}”是内部材料的字样，内部材料不得刊发"),
        "请核实能否公开：能公开的删去这几个字，不能公开的不要报送",
    )
}

/// `masked` is how it may be printed.
pub fn id_number(masked: &str) -> Message {
    say(
        &ID_NUMBER,
        format!("有身份证号（{masked}）"),
        format!("请删去，或遮盖成 {masked}；与姓名写在一起的，姓名也改成“某某”"),
    )
}

/// `why` says what is not as it should be.
pub fn id_number_doubtful(masked: &str, why: &str) -> Message {
    say(
        &ID_NUMBER_DOUBTFUL,
        format!("像身份证号（{masked}），{why}"),
        format!("是身份证号的请删去，或遮盖成 {masked}；不是的不必改"),
    )
}

/// `masked` is how it may be printed.
pub fn mobile_number(masked: &str) -> Message {
    say(
        &MOBILE_NUMBER,
        format!("有手机号（{masked}）"),
        format!("请删去，或遮盖成 {masked}；本办公开的号码请编辑写进 kuaibao.toml 的 [gate] allow"),
    )
}

/// The number as written.
pub fn landline(written: &str) -> Message {
    say(&LANDLINE, format!("有固定电话“{written}”"), "联络电话请写在文头的“电话”一栏，那里不会印出；确要公布的可以保留")
}

/// `masked` is how it may be printed.
pub fn bank_card(masked: &str) -> Message {
    say(&BANK_CARD, format!("有银行卡号（{masked}）"), format!("请删去，或遮盖成 {masked}"))
}

/// `masked` is how it may be printed.
pub fn email_address(masked: &str) -> Message {
    say(
        &EMAIL_ADDRESS,
        format!("有电子邮箱（{masked}）"),
        format!("个人邮箱请删去，或遮盖成 {masked}；公务邮箱请编辑写进 kuaibao.toml 的 [gate] allow"),
    )
}

/// What it is and how it may be printed.
pub fn plate_or_passport(what: &str, masked: &str) -> Message {
    say(&PLATE_OR_PASSPORT, format!("有{what}（{masked}）"), format!("涉及个人的请删去，或遮盖成 {masked}"))
}

/// A word of the office's list, under the code that its weight asks for.
pub fn wording(code: &'static Code, wrong: &str, right: Option<&str>, because: Option<&str>) -> Message {
    let because = because.map(|because| format!("（{because}）")).unwrap_or_default();
    let help = match right {
        Some(right) => format!("请改成“{right}”{because}"),
        None => format!("请换一种说法{because}"),
    };
    say(code, format!("“{wrong}”{}", if code == &WORDING_FORBIDDEN { "是本办禁用的说法" } else { "的说法不妥" }), help)
}

/// `right` lists the posts that the name has.
pub fn leader_post(name: &str, written: &str, right: &str) -> Message {
    let text = format!("“{name}”前面的职务写的是“{written}”，本办名单上是“{right}”");
    say(&LEADER_POST, text, "请核对姓名和职务；职务有变动的，请编辑更新 kuaibao.toml 的 [[gate.leader]]")
}

/// `right` is the name that the list has for that post.
pub fn leader_name(written: &str, post: &str, right: &str) -> Message {
    let text = format!("{post}的姓名写的是“{written}”，本办名单上是“{right}”");
    say(&LEADER_NAME, text, "请核对姓名；职务有变动的，请编辑更新 kuaibao.toml 的 [[gate.leader]]")
}

/// `right` lists the names in the office's order.
pub fn leader_order(right: &str) -> Message {
    say(&LEADER_ORDER, "几位领导的先后与本办名单不同", format!("按名单是：{right}；有意这样排的不必改"))
}
