//! What clap has to say, in Chinese.
//!
//! In: clap's error. Out: a short sentence with what to do. Refuses to know: commands.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

/// The sentence for a wrong command line.
pub fn sentence(fault: &Error) -> String {
    let given = |kind| match fault.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(" "),
        _ => String::new(),
    };
    let argument = given(ContextKind::InvalidArg);
    let what = match fault.kind() {
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", given(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("不认识“{argument}”"),
        ErrorKind::MissingRequiredArgument => format!("还缺 {argument}"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "请写明要做什么".into(),
        ErrorKind::ArgumentConflict => {
            format!("“{argument}”不能与“{}”同时使用", given(ContextKind::PriorArg))
        }
        ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(fault).map(ToString::to_string).unwrap_or_default();
            format!("“{}”不能用于 {argument}：{reason}", given(ContextKind::InvalidValue))
        }
        ErrorKind::InvalidValue if given(ContextKind::InvalidValue).is_empty() => format!("{argument} 后面要写内容"),
        ErrorKind::InvalidValue => {
            format!(
                "“{}”不能用于 {argument}，可以用：{}",
                given(ContextKind::InvalidValue),
                given(ContextKind::ValidValue)
            )
        }
        ErrorKind::InvalidUtf8 => "命令里有读不出的文字".into(),
        _ => format!("命令写得不对（{}）", fault.kind()),
    };
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg].map(|kind| nearest(fault, kind));
    let hint: String = near.into_iter().flatten().map(|word| format!("是不是“{word}”？")).collect();
    format!("{what}\n  办法：{hint}运行 kuaibao --help 查看用法。")
}

/// The best of clap's suggestions, which it lists from the least likely to the likeliest.
fn nearest(fault: &Error, kind: ContextKind) -> Option<String> {
    match fault.get(kind)? {
        ContextValue::String(word) => Some(word.clone()),
        ContextValue::Strings(words) => words.last().cloned(),
        _ => None,
    }
}
