//! Tera's errors → sentences in Chinese with the office's file, line and column.
//!
//! In: an error of Tera and the texts of all templates. Out: our error. Tera's own drawing counts characters and not
//! columns, so its marks drift under Chinese: place and excerpt are made anew here.
//! Refuses to know: how templates are used.

use std::collections::BTreeMap;

use tera::ErrorKind;

use super::PREFIX;
use crate::diagnostic::{Place, Source};
use crate::error::Error;
use crate::model::Span;

/// Our error for Tera's.
pub fn explained(cause: &tera::Error, sources: &BTreeMap<String, String>) -> Error {
    match cause.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let text = sources.get(report.filename()).map(String::as_str).unwrap_or_default();
            let place = Source::new(report.filename(), text).place(Span::from(report.span().range.clone()));
            told(report.filename(), Some(&place), report.message())
        }
        ErrorKind::CircularExtend { tpl, .. } => told(tpl, None, "Circular extend"),
        ErrorKind::CircularInclude { tpl, .. } => told(tpl, None, "Circular include"),
        ErrorKind::MissingParent { current, parent } => told(current, None, &format!("Unknown template `{parent}`")),
        ErrorKind::TemplateNotFound(name) => told(name, None, "Not found"),
        // What a template refers to is checked for all templates at once and reported as one drawn text.
        kind => drawn(&kind.to_string(), sources),
    }
}

/// The name of a template as the office knows it.
pub fn shown(name: &str) -> String {
    format!("templates/{name}")
}

fn told(name: &str, place: Option<&Place>, message: &str) -> Error {
    let Some(built_in) = name.strip_prefix(PREFIX) else {
        let at = place.map(|place| format!(":{}:{}", place.line, place.column)).unwrap_or_default();
        let error = Error::usage(sentence(message)).at(format!("{}{at}", shown(name)));
        let error = match place.map(|place| place.excerpt.trim()).filter(|excerpt| !excerpt.is_empty()) {
            Some(excerpt) => error.because(format!("这一行写的是：{excerpt}")),
            None => error,
        };
        return error.help("请改正这个模板；若把它移走，就会用回内置的模板。");
    };
    let place = place.map(|place| format!("第{}行：{}", place.line, place.excerpt.trim())).unwrap_or_default();
    // A part that the office has replaced may break a built-in page that uses it.
    Error::defect(format!("内置模板“{built_in}”出错：{}", sentence(message)))
        .because(format!("{place}（{message}）"))
        .help("若 templates 文件夹里有自己的模板，请先移走再试；若仍出错，请把这段话告诉开发者。")
}

/// Takes the first fault out of Tera's drawing: `error: what`, then ` --> file:line:column`.
fn drawn(text: &str, sources: &BTreeMap<String, String>) -> Error {
    let message = text.lines().next().unwrap_or(text).trim_start_matches("error: ");
    let arrow = text.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
    let parts = arrow.and_then(|place| {
        let (rest, column) = place.rsplit_once(':')?;
        let (name, line) = rest.rsplit_once(':')?;
        Some((name, line.parse::<usize>().ok()?, column.parse::<usize>().ok()?))
    });
    let Some((name, line, column)) = parts else {
        return Error::usage(sentence(message)).at(shown("")).help("请检查 templates 文件夹里自己的模板。");
    };
    let excerpt = sources.get(name).and_then(|text| text.lines().nth(line.saturating_sub(1))).unwrap_or_default();
    let place = Place { line, column, excerpt: excerpt.to_owned(), mark: 0..0, spot: None };
    told(name, Some(&place), message)
}

/// What each message of Tera begins with and how we say it; `{}` is the name between back quotes.
const SENTENCES: [(&str, &str); 20] = [
    ("Unknown filter", "模板里没有名为“{}”的过滤器"),
    ("Unknown function", "模板里没有名为“{}”的函数"),
    ("Unknown test", "模板里没有名为“{}”的判断"),
    ("Unknown component", "模板里没有名为“{}”的组件"),
    ("Unknown template", "没有名为“{}”的模板"),
    ("Unknown tag", "没有这种模板标签"),
    ("Block", "上级模板里没有名为“{}”的块"),
    ("Component", "组件“{}”在两个模板里都有"),
    ("Variable", "这里没有名为“{}”的变量"),
    ("Field", "这里没有名为“{}”的字段"),
    ("Tried to render a variable that is undefined", "用到了没有值的变量"),
    ("Unexpected end of input", "模板没有写完，可能漏了 endif、endfor 或 endblock"),
    ("Unexpected character", "模板标签里有不能用的字符（变量名只能用英文字母、数字和下划线）"),
    ("unexpected end", "引号或标签没有写完"),
    ("Circular extend", "模板绕了一圈又继承自己"),
    ("Circular include", "模板绕了一圈又包含自己"),
    ("Not found", "没有这个模板"),
    ("Math operations", "只有数字才能计算"),
    ("Iteration not possible", "这个值不能逐个列出"),
    ("Template is already extending", "一个模板只能继承一个上级模板"),
];

fn sentence(message: &str) -> String {
    let name = message.split('`').nth(1).unwrap_or_default();
    let known = SENTENCES.iter().find(|(start, _)| message.starts_with(start));
    match known {
        Some((_, said)) => said.replace("{}", name),
        None => format!("模板写法有误（{message}）"),
    }
}
