//! Where links and images point.
//!
//! In: destinations as the Markdown parser gives them. Out: an address that is safe to follow, or none; a file's name
//! as a person would say it. Refuses to know: documents, files, whether anything is there.

/// The address, if a reader may follow it: http, https or mailto. Blanks and control characters are left out first,
/// as browsers do, so that `java\nscript:` cannot hide. Addresses without a scheme lead nowhere once the text stands
/// in a bulletin.
pub(super) fn followable(destination: &str) -> Option<String> {
    let address: String = destination.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let (scheme, rest) = address.split_at(address.find([':', '/', '?', '#'])?);
    let known = match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => rest.starts_with("://") && rest.len() > 3,
        "mailto" => rest.starts_with(':') && rest.len() > 1,
        _ => false,
    };
    known.then_some(address)
}

/// The name of an image's file: percent signs decoded, unless that gives no text. Addresses on other servers stay as
/// they are.
pub(super) fn file_name(destination: &str) -> String {
    let destination = destination.trim();
    if destination.contains("://") {
        return destination.to_owned();
    }
    let decoded = String::from_utf8(percent_decoded(destination.as_bytes())).ok();
    decoded.filter(|name| !name.contains(char::is_control)).unwrap_or_else(|| destination.to_owned())
}

fn percent_decoded(mut bytes: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(bytes.len());
    while let Some((&first, rest)) = bytes.split_first() {
        let hex = rest.get(..2).filter(|hex| first == b'%' && hex.iter().all(u8::is_ascii_hexdigit));
        let value = hex.and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        decoded.push(value.unwrap_or(first));
        bytes = if value.is_some() { &rest[2..] } else { rest };
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_and_mail_addresses_are_followed() {
        for address in ["http://a.cn/甲", "HTTPS://a.cn", "mailto:a@b.cn"] {
            assert_eq!(followable(address).as_deref(), Some(address));
        }
        for address in
            ["", "甲.html", "#a", "/a", "//a.cn", "http:a", "https://", "javascript:x", "data:,x", "file:///a"]
        {
            assert_eq!(followable(address), None, "{address}");
        }
        assert_eq!(followable("java\n\u{1}script:alert(1)"), None);
        assert_eq!(followable(" ht\ntp://a.cn").as_deref(), Some("http://a.cn"));
    }

    #[test]
    fn a_file_is_called_what_a_person_calls_it() {
        assert_eq!(file_name("%E5%9B%BE%201.png"), "图 1.png");
        assert_eq!(file_name("100%完成.png"), "100%完成.png");
        assert_eq!(file_name("%ff.png"), "%ff.png");
        assert_eq!(file_name("a%00b.png"), "a%00b.png");
        assert_eq!(file_name("http://a.cn/%20.png"), "http://a.cn/%20.png");
    }
}
