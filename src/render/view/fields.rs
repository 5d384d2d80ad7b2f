//! Values whose fields stand side by side with those of another: what `serde(flatten)` is for, which goes through a map and
//! makes a new string of each field's name, thousands of times for every page that is a list.
//!
//! In: structs. Out: the same fields in the same order, as one struct. Refuses to know: what the fields are.

use serde::{Serializer, ser::SerializeStruct};

/// A value whose fields may stand beside those of another.
pub trait Fields {
    /// How many there are.
    const COUNT: usize;

    /// Adds them, in their order.
    fn put<S: SerializeStruct>(&self, to: &mut S) -> Result<(), S::Error>;
}

/// The fields of a value as a struct.
pub fn as_struct<T: Fields, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut to = serializer.serialize_struct("", T::COUNT)?;
    value.put(&mut to)?;
    to.end()
}

/// `fields!(Struct: inner; one, another)`: the fields of `inner` first, then its own. One that is forgotten does not compile.
macro_rules! fields {
    ($name:ty: $($inner:ident: $of:ty)?; $($field:ident),+) => {
        impl $crate::render::view::fields::Fields for $name {
            const COUNT: usize = [$(stringify!($field)),+].len()
                $(+ <$of as $crate::render::view::fields::Fields>::COUNT)?;

            fn put<S: serde::ser::SerializeStruct>(&self, to: &mut S) -> Result<(), S::Error> {
                let Self { $($inner,)? $($field),+ } = self;
                $($crate::render::view::fields::Fields::put($inner, to)?;)?
                $(to.serialize_field(stringify!($field), $field)?;)+
                Ok(())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::render::view::fields::as_struct(self, serializer)
            }
        }
    };
}

pub(in crate::render) use fields;

#[cfg(test)]
mod tests {
    use super::*;

    struct Inner {
        one: u8,
        two: &'static str,
    }

    struct Outer {
        inner: Inner,
        three: Option<u8>,
    }

    fields!(Inner: ; one, two);
    fields!(Outer: inner: Inner; three);

    #[test]
    fn fields_stand_side_by_side_in_their_order() {
        let outer = Outer { inner: Inner { one: 1, two: "二" }, three: None };
        assert_eq!(Outer::COUNT, 3);
        assert_eq!(serde_json::to_string(&outer).expect("it is JSON"), r#"{"one":1,"two":"二","three":null}"#);
    }
}
