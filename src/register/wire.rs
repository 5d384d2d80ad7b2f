//! How values of the model stand in the journal: as texts. (The model itself knows no serde.)
//!
//! In and out: modules for `#[serde(with = "…")]`. Refuses to know: events.

pub mod text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use std::borrow::Cow;
    use std::{fmt::Display, str::FromStr};

    pub fn serialize<T: Display, S: Serializer>(value: &T, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(value)
    }

    pub fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(input: D) -> Result<T, D::Error> {
        let text = Cow::<str>::deserialize(input)?;
        text.parse().map_err(|_| D::Error::custom(format!("malformed value {text:?}")))
    }
}

pub mod shared {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::sync::Arc;

    pub fn serialize<T: Serialize, S: Serializer>(value: &Arc<T>, out: S) -> Result<S::Ok, S::Error> {
        T::serialize(value, out)
    }

    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(input: D) -> Result<Arc<T>, D::Error> {
        T::deserialize(input).map(Arc::new)
    }
}

pub mod maybe_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use std::{fmt::Display, str::FromStr};

    pub fn serialize<T: Display, S: Serializer>(value: &Option<T>, out: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => out.collect_str(value),
            None => out.serialize_none(),
        }
    }

    pub fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(input: D) -> Result<Option<T>, D::Error> {
        let text = Option::<String>::deserialize(input)?;
        let parse = |text: String| text.parse().map_err(|_| D::Error::custom(format!("malformed value {text:?}")));
        text.map(parse).transpose()
    }
}

pub mod maybe_texts {
    use crate::model::ReceiptNo;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(items: &[Option<ReceiptNo>], out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(items.iter().map(|item| item.map(|receipt| receipt.to_string())))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<Option<ReceiptNo>>, D::Error> {
        let items = Vec::<Option<String>>::deserialize(input)?;
        let parse = |text: String| text.parse().map_err(|_| D::Error::custom(format!("malformed receipt {text:?}")));
        items.into_iter().map(|item| item.map(parse).transpose()).collect()
    }
}

pub mod digests {
    use crate::model::Digest;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use std::collections::BTreeMap;

    pub fn serialize<S: Serializer>(files: &BTreeMap<String, Digest>, out: S) -> Result<S::Ok, S::Error> {
        out.collect_map(files.iter().map(|(name, digest)| (name, digest.to_string())))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<BTreeMap<String, Digest>, D::Error> {
        let files = BTreeMap::<String, String>::deserialize(input)?;
        let parse = |text: String| text.parse().map_err(|_| D::Error::custom(format!("malformed digest {text:?}")));
        files.into_iter().map(|(name, text)| parse(text).map(|digest| (name, digest))).collect()
    }
}

pub mod time {
    use chrono::{DateTime, FixedOffset, SecondsFormat};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use std::borrow::Cow;

    pub fn serialize<S: Serializer>(time: &DateTime<FixedOffset>, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&time.to_rfc3339_opts(SecondsFormat::Secs, false))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<DateTime<FixedOffset>, D::Error> {
        let text = Cow::<str>::deserialize(input)?;
        DateTime::parse_from_rfc3339(&text).map_err(D::Error::custom)
    }
}
