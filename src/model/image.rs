//! The image formats that may stand in a bulletin, known by their bytes and not by their names.
//!
//! In: the first bytes of a file. Out: format and size in pixels. Refuses to know: files, documents.

/// A format that every browser and reading app shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImageFormat {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP.
    Webp,
    /// GIF.
    Gif,
}

impl ImageFormat {
    /// All of them.
    pub const ALL: [ImageFormat; 4] = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Webp, ImageFormat::Gif];

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            ImageFormat::Png => "image/png",
            ImageFormat::Jpeg => "image/jpeg",
            ImageFormat::Webp => "image/webp",
            ImageFormat::Gif => "image/gif",
        }
    }

    /// The customary file extension.
    pub fn extension(self) -> &'static str {
        match self {
            ImageFormat::Png => "png",
            ImageFormat::Jpeg => "jpg",
            ImageFormat::Webp => "webp",
            ImageFormat::Gif => "gif",
        }
    }

    /// The format of these bytes, when they begin and end as such a file does.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            let whole = bytes.len() > 45 && bytes[12..16] == *b"IHDR" && bytes.ends_with(b"IEND\xaeB`\x82");
            return whole.then_some(ImageFormat::Png);
        }
        if bytes.starts_with(b"\xff\xd8\xff") {
            let tail = &bytes[bytes.len().saturating_sub(1024)..];
            return tail.windows(2).any(|pair| pair == b"\xff\xd9").then_some(ImageFormat::Jpeg);
        }
        if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
            return (bytes.len() > 13 && bytes.ends_with(b";")).then_some(ImageFormat::Gif);
        }
        if bytes.len() > 20 && bytes.starts_with(b"RIFF") && bytes[8..12] == *b"WEBP" {
            let claimed = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]) as usize;
            return (claimed + 8 <= bytes.len()).then_some(ImageFormat::Webp);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_off_picture_is_no_picture() {
        assert_eq!(ImageFormat::of(b"\x89PNG\r\n\x1a\nxx"), None);
        assert_eq!(ImageFormat::of(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), None);
        assert_eq!(ImageFormat::of(b""), None);
        assert_eq!(ImageFormat::of(b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"), Some(ImageFormat::Gif));
        assert_eq!(ImageFormat::of(b"RIFF\xff\xff\xff\xffWEBPVP8 xxxxxxxxxxxx"), None);
    }
}
