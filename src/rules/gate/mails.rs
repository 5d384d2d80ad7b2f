//! E-mail addresses.
//!
//! In: a text. Out: hits. An address whose name is masked already (`z***@…`) is right, and so is what the office
//! allows and what is called the public's (举报邮箱).
//! Refuses to know: which addresses exist.

use super::{Hit, Look};
use crate::diagnostic::catalog::gate as words;

pub(super) fn find(look: &Look<'_>, hits: &mut Vec<Hit>) {
    for (at, sign) in look.text.match_indices(['@', '＠']) {
        let (before, after) = (&look.text[..at], &look.text[at + sign.len()..]);
        let name = before.len() - before.trim_end_matches(is_name).len();
        let host = after.len() - after.trim_start_matches(is_host).len();
        let host = after[..host].trim_end_matches(['.', '-']);
        let name = before[at - name..].trim_start_matches(['.', '-', '+', '%']);
        let start = at - name.len();
        let address = format!("{name}@{host}");
        let public = is_public(&before[..start]);
        if public
            || name.is_empty()
            || before[..start].ends_with(['*', '＊'])
            || !is_domain(host)
            || look.gate.allows(&address)
        {
            continue;
        }
        let first: String = name.chars().take(1).collect();
        let masked = format!("{first}***@{host}");
        let range = start..at + sign.len() + host.len();
        hits.push(Hit { range, message: words::email_address(&masked), mask: Some(masked) });
    }
}

/// Whether what stands shortly before says that the address is there for everybody.
fn is_public(before: &str) -> bool {
    let near: String = before.chars().rev().take(10).take_while(|c| !"。；;\n".contains(*c)).collect();
    let near: String = near.chars().rev().collect();
    ["举报", "监督", "投诉", "信访", "征集", "征求"].iter().any(|word| near.contains(word))
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-')
}

fn is_host(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-')
}

fn is_domain(host: &str) -> bool {
    let top = host.rsplit_once('.').map(|(rest, top)| (rest.is_empty(), top));
    top.is_some_and(|(bare, top)| !bare && top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic()))
}
