//! Who may ask.
//!
//! In: a request's `Host` and our port. Out: yes or no. A page from anywhere may name an address of its own that means
//! this computer (DNS rebinding) and would then be told everything; but its browser says the name it asked for.
//! Refuses to know: paths.

/// The names of this computer to itself.
const NAMES: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

/// Whether somebody who asks `host` means this server.
pub fn is_ours(host: &str, port: u16) -> bool {
    let (name, given) = match host.strip_suffix(']') {
        Some(_) => (host, None),
        None => host.rsplit_once(':').map_or((host, None), |(name, port)| (name, Some(port))),
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let same = given.map_or(port == 80, |text| digits(text) && text.parse() == Ok(port));
    same && NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_computers_own_names_with_our_port() {
        for host in ["127.0.0.1:4000", "localhost:4000", "LOCALHOST:4000", "[::1]:4000"] {
            assert!(is_ours(host, 4000), "{host}");
        }
        let strangers = [
            "gaige.example:4000",
            "127.0.0.1.example:4000",
            "127.0.0.1:4001",
            "127.0.0.1",
            "localhost",
            "[::1]",
            "0.0.0.0:4000",
            "192.168.1.2:4000",
            "",
            ":4000",
            "localhost:+4000",
            "localhost:4000:4000",
            "localhost.:4000",
        ];
        for host in strangers {
            assert!(!is_ours(host, 4000), "{host}");
        }
        assert!(is_ours("localhost", 80) && is_ours("[::1]", 80));
    }
}
