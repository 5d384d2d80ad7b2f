//! The one mark that a browser's copy of a page carries: our script, and leave for it in the page's own policy.
//!
//! In: a page's bytes and the script's address. Out: the page with the script before the end of its body. A policy that
//! would not let the script in, or would not let it ask what is new, is opened for the page's own server and for
//! nothing else. Pages that are no UTF-8 stay as they are.
//! Refuses to know: what the script does.

/// The page with the mark.
pub fn marked(page: Vec<u8>, script: &str) -> Vec<u8> {
    let text = match String::from_utf8(page) {
        Ok(text) => text,
        Err(odd) => return odd.into_bytes(),
    };
    let mut text = opened(&text);
    let end = rfind_ignoring_case(&text, "</body>").unwrap_or(text.len());
    text.insert_str(end, &format!("<script defer src=\"{script}\"></script>\n"));
    text.into_bytes()
}

/// The page with its policies opened.
fn opened(page: &str) -> String {
    let mut out = String::with_capacity(page.len() + 256);
    let mut rest = page;
    while let Some(at) = find_ignoring_case(rest, "<meta") {
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end);
        out.push_str(&rest[..at]);
        push_meta(&rest[at..end], &mut out);
        rest = &rest[end..];
    }
    out + rest
}

/// One `<meta …`, opened if it is a policy.
fn push_meta(tag: &str, out: &mut String) {
    let policy = find_ignoring_case(tag, "content-security-policy").and(find_ignoring_case(tag, " content="));
    let value = policy.map(|at| at + " content=".len()).and_then(|at| {
        let quote = tag[at..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let close = tag[at + 1..].find(quote)?;
        Some(at + 1..at + 1 + close)
    });
    match value {
        Some(value) => {
            out.push_str(&tag[..value.start]);
            out.push_str(&policy_with_us(&tag[value.clone()]));
            out.push_str(&tag[value.end..]);
        }
        None => out.push_str(tag),
    }
}

/// A policy that lets scripts of this server run and ask it.
fn policy_with_us(policy: &str) -> String {
    let mut directives: Vec<Vec<&str>> =
        policy.split(';').map(|d| d.split_whitespace().collect()).filter(|d: &Vec<&str>| !d.is_empty()).collect();
    let is = |directive: &[&str], name: &str| directive[0].eq_ignore_ascii_case(name);
    let default = directives.iter().find(|d| is(d, "default-src")).map(|d| d[1..].to_vec());
    for name in ["script-src", "script-src-elem", "connect-src"] {
        let known = directives.iter().position(|d| is(d, name));
        let at = match (known, &default) {
            (Some(at), _) => at,
            // What is not named falls back on the default; script-src-elem on script-src, which is open by now.
            (None, Some(default)) if name != "script-src-elem" => {
                directives.push([vec![name], default.clone()].concat());
                directives.len() - 1
            }
            _ => continue,
        };
        let sources = &mut directives[at];
        sources.retain(|source| !source.eq_ignore_ascii_case("'none'"));
        if !sources.iter().any(|source| source.eq_ignore_ascii_case("'self'")) {
            sources.push("'self'");
        }
    }
    directives.iter().map(|directive| directive.join(" ")).collect::<Vec<_>>().join("; ")
}

fn find_ignoring_case(text: &str, word: &str) -> Option<usize> {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    text.windows(word.len()).position(|part| part.eq_ignore_ascii_case(word))
}

fn rfind_ignoring_case(text: &str, word: &str) -> Option<usize> {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    text.windows(word.len()).rposition(|part| part.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(page: &str) -> String {
        String::from_utf8(marked(page.as_bytes().to_vec(), "/x.js")).expect("UTF-8")
    }

    #[test]
    fn the_script_stands_at_the_end_of_the_body_and_nothing_else_changes() {
        let mark = |page| mark(page);
        let script = "<script defer src=\"/x.js\"></script>\n";
        assert_eq!(mark("<body>甲</body></html>"), format!("<body>甲{script}</body></html>"));
        assert_eq!(mark("<BODY>&lt;/body></BODY>"), format!("<BODY>&lt;/body>{script}</BODY>"));
        assert_eq!(mark("没有标签"), format!("没有标签{script}"));
        assert_eq!(mark("<meta charset=\"utf-8\"><p>"), format!("<meta charset=\"utf-8\"><p>{script}"));
        assert_eq!(marked(vec![0xff, 0xfe], "/x.js"), [0xff, 0xfe]);
        assert_eq!(mark("<meta"), format!("<meta{script}"));
    }

    #[test]
    fn a_policy_is_opened_for_our_own_server_and_no_further() {
        let opened = |policy: &str| {
            let page = mark(&format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\"/>"));
            page.split("content=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a policy").to_owned()
        };
        let site = "default-src 'none'; script-src 'nonce-a' 'self' file:; connect-src 'self'";
        assert_eq!(opened(site), site, "a page of the site needs nothing");
        assert_eq!(
            opened("default-src 'none'; style-src 'nonce-a'; base-uri 'none'"),
            "default-src 'none'; style-src 'nonce-a'; base-uri 'none'; script-src 'self'; connect-src 'self'"
        );
        assert_eq!(opened("connect-src 'none'; script-src 'none'"), "connect-src 'self'; script-src 'self'");
        assert_eq!(opened("img-src 'self'"), "img-src 'self'", "what is not forbidden needs no leave");
        assert_eq!(
            opened("default-src https://a.example"),
            "default-src https://a.example; script-src https://a.example 'self'; connect-src https://a.example 'self'"
        );
        assert_eq!(opened(""), "");
    }
}
