//! The few pages that the server itself writes: drafts and what they still need, and that there is nothing here.
//!
//! In: the state. Out: HTML with its policy. Refuses to know: files.

use super::state::{Draft, State, Step};
use crate::render::escape::escaped;

/// What these pages may load.
pub const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; base-uri 'none'";

const STYLE: &str = ":root{color-scheme:light dark;--red:#b3131b}@media(prefers-color-scheme:dark){:root{--red:#ff8f8a}}\
body{max-width:46rem;margin:0 auto;padding:1rem;line-height:1.8;\
font-family:\"Noto Sans CJK SC\",\"Microsoft YaHei\",SimHei,sans-serif}\
h1{color:var(--red);border-bottom:3px solid;padding-bottom:.3rem;font-size:1.5rem}h2{font-size:1.15rem;margin-bottom:.2rem}\
pre{white-space:pre-wrap;border-left:.3rem solid var(--red);padding-left:.8rem;font:inherit}code{opacity:.85}";

fn page(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n"
    )
}

/// The list of drafts.
pub fn drafts(state: &State) -> String {
    let mut body = String::from("<p>送审稿未经签发，不得外传；只在这台电脑上看，不会进入网站。</p>\n");
    if state.list.is_empty() {
        body.push_str("<p>现在没有送审稿。采用的稿件够一期了，会自动编成。</p>\n");
    }
    let mut ready: Vec<&Draft> = Vec::new();
    for draft in &state.list {
        ready.retain(|other| other.title == draft.title);
        ready.extend(draft.missing.is_empty().then_some(draft));
        push_draft(draft, &ready, &mut body);
    }
    body.push_str("<p><a href=\"/\">网站</a>　<a href=\"/__reports/\">待办与问题</a></p>\n");
    page("送审稿", &body)
}

/// One draft; `ready` are the complete ones of its title up to here, which are published in this order.
fn push_draft(draft: &Draft, ready: &[&Draft], body: &mut String) {
    let Draft { id, title, items, has_page, missing } = draft;
    let (id, title) = (escaped(id), escaped(title));
    let name = format!("《{title}》{id}（{items} 条）");
    match has_page {
        true => body.push_str(&format!("<h2><a href=\"{id}.html\">{name}</a></h2>\n")),
        false => body.push_str(&format!("<h2>《{title}》{id}</h2>\n")),
    }
    if missing.is_empty() {
        let ids: Vec<String> = ready.iter().map(|draft| escaped(&draft.id)).collect();
        body.push_str(&format!("<p>可以刊发：<code>kuaibao publish {}</code></p>\n", ids.join(" ")));
        return;
    }
    body.push_str("<p>还不能刊发：</p>\n<ul>\n");
    for reason in missing {
        body.push_str(&format!("<li>{}</li>\n", escaped(reason).replace('\n', "<br>")));
    }
    body.push_str("</ul>\n");
}

/// There is nothing here, and perhaps why.
pub fn nothing(state: &State) -> String {
    let never_built = state.at.is_empty();
    let mut body = match state.step {
        Step::Building if never_built => "<p>网页正在编，编好了会自动显示。</p>\n".to_owned(),
        _ => "<p>请核对网址；也可能是这一页已经没有了。</p>\n".to_owned(),
    };
    if state.step == Step::Failed {
        body.push_str(&format!("<p>网页没有更新：</p>\n<pre>{}</pre>\n", escaped(&state.told)));
    }
    body.push_str(
        "<p><a href=\"/\">网站</a>　<a href=\"/__drafts/\">送审稿</a>　<a href=\"/__reports/\">待办与问题</a></p>\n",
    );
    page(if never_built { "稍候" } else { "没有这一页" }, &body)
}

/// A request that is not answered.
pub fn refused(why: &str) -> String {
    page("不能这样访问", &format!("<p>{why}</p>\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::state::{Board, Counts};

    fn state_with(list: Vec<Draft>) -> State {
        let board = Board::new("一".into());
        board.fresh("09:00:00".into(), (true, true), Counts::default(), list);
        board.reader().borrow().clone()
    }

    #[test]
    fn the_list_says_of_each_draft_what_it_lacks() {
        let ready = Draft {
            id: "dongtai-2016-6".into(),
            title: "改革动态".into(),
            items: 4,
            has_page: true,
            ..Default::default()
        };
        let lame =
            Draft {
                id: "kuaibao-2016-1".into(), missing: vec!["<b>有错误\n办法：改".into()], ..Default::default()
            };
        let text = drafts(&state_with(vec![ready, lame]));
        assert!(text.contains("<a href=\"dongtai-2016-6.html\">《改革动态》dongtai-2016-6（4 条）</a>"), "{text}");
        assert!(text.contains("kuaibao publish dongtai-2016-6"), "{text}");
        assert!(text.contains("<li>&lt;b&gt;有错误<br>办法：改</li>"), "{text}");
        assert!(drafts(&state_with(vec![])).contains("现在没有送审稿"));
    }

    #[test]
    fn a_missing_page_says_what_went_wrong_with_the_build() {
        let board = Board::new("一".into());
        assert!(nothing(&board.reader().borrow()).contains("正在编"));
        board.failed("模板写错了 <x>");
        assert!(nothing(&board.reader().borrow()).contains("模板写错了 &lt;x&gt;"));
        assert!(nothing(&state_with(vec![])).contains("没有这一页"));
    }
}
