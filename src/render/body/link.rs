//! Which addresses a published page may lead to.
//!
//! In: an address as written. Out: the address as it may stand in a link, or nothing. Refuses to know: the words of
//! the link.

/// The address when it leads somewhere outside this site. Addresses without a scheme lead to files that stayed with
/// the unit, so they are no links here; every scheme that could run something is refused once more, although
/// reading has refused it already: this is the last door.
pub fn target(address: &str) -> Option<String> {
    let address: String = address.chars().filter(|c| !c.is_control()).collect();
    let (scheme, rest) = address.trim().split_once(':')?;
    let sound = match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => rest.strip_prefix("//").is_some_and(has_host),
        "mailto" => rest.contains('@'),
        _ => false,
    };
    sound.then(|| format!("{}:{}", scheme.to_ascii_lowercase(), encoded(rest)))
}

/// Whether the address names a host that validators and browsers agree to be one.
fn has_host(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let (name, port) = host.split_once(':').unwrap_or((host, "0"));
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    !name.is_empty()
        && name.chars().all(plain)
        && name.starts_with(char::is_alphanumeric)
        && port.len() <= 5
        && port.parse::<u16>().is_ok()
        && authority.matches('@').count() == 0
}

/// The rest of an address with those characters percent-encoded that no address may hold.
fn encoded(rest: &str) -> String {
    let mut out = String::with_capacity(rest.len());
    for (at, c) in rest.char_indices() {
        let hex = |from: usize| rest.as_bytes().get(from).is_some_and(u8::is_ascii_hexdigit);
        let lone_percent = c == '%' && !(hex(at + 1) && hex(at + 2));
        let second_hash = c == '#' && rest[..at].contains('#');
        if lone_percent || second_hash || c.is_whitespace() || "\"<>\\^`{|}[]".contains(c) {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::target;

    #[test]
    fn only_addresses_elsewhere_are_links() {
        for address in ["http://www.km.gov.cn", "https://例子.中国/改革?a=1&b=2#c", "mailto:a@km.gov.cn"] {
            assert_eq!(target(address).as_deref(), Some(address));
        }
        for address in ["javascript:alert(1)", "java\nscript:x", "data:text/html,x", "附件.docx", "#fn1", "//a.cn", ""]
        {
            assert_eq!(target(address), None, "{address}");
        }
        for address in ["http://", "http:///a", "https://[x", "http://a:b:c", "http://a.cn:99999/", "http://u:p@a.cn/"]
        {
            assert_eq!(target(address), None, "{address}");
        }
    }

    #[test]
    fn an_address_is_made_valid() {
        assert_eq!(
            target(" HTTP://a.cn/改 革\"<>%zz%20#a#b").as_deref(),
            Some("http://a.cn/改%20革%22%3C%3E%25zz%20#a%23b")
        );
    }
}
