//! What a file is, for browsers and readers.
//!
//! In: a name and the bytes. Out: a media type. Feeds are told apart from other XML by their root, since both end in
//! `.xml`; UTF-16 scripts (the search index) by their mark. Refuses to know: where the file lies.

/// The media type of a page.
pub const HTML: &str = "text/html; charset=utf-8";

/// The media type of a file; `path` is from the site's root.
pub fn kind(path: &str, bytes: &[u8]) -> &'static str {
    let leaf = path.rsplit('/').next().unwrap_or(path);
    let ending = leaf.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let catalogue = path.starts_with("opds/");
    match ending.as_str() {
        "html" => HTML,
        "xhtml" => "application/xhtml+xml; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" if bytes.starts_with(&[0xff, 0xfe]) => "text/javascript; charset=utf-16le",
        "js" => "text/javascript; charset=utf-8",
        "json" if catalogue => "application/opds+json",
        "json" => "application/json",
        "xml" if !is_feed(bytes) => "application/xml; charset=utf-8",
        "xml" if catalogue => "application/atom+xml;profile=opds-catalog; charset=utf-8",
        "xml" => "application/atom+xml; charset=utf-8",
        "epub" => "application/epub+zip",
        "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        _ => "application/octet-stream",
    }
}

fn is_feed(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    head.windows(6).any(|word| word == b"<feed " || word == b"<feed>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_the_site_has_its_type() {
        let atom = b"<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\">";
        assert_eq!(kind("dongtai/feed.xml", atom), "application/atom+xml; charset=utf-8");
        assert!(kind("opds/index.xml", atom).contains("opds-catalog"));
        assert_eq!(kind("opds/index.json", b"{}"), "application/opds+json");
        assert_eq!(kind("sitemap.xml", b"<urlset>"), "application/xml; charset=utf-8");
        assert_eq!(kind("search/pairs/1.js", b"\xff\xfeq\0"), "text/javascript; charset=utf-16le");
        assert_eq!(kind("assets/reading.js", b"x"), "text/javascript; charset=utf-8");
        assert_eq!(kind("dongtai/2016/006.epub", b"PK"), "application/epub+zip");
        assert_eq!(kind("甲.HTML", b""), HTML);
        assert_eq!(kind("robots", b""), "application/octet-stream");
    }
}
