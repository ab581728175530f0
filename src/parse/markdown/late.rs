//! A text that is there at once, or is parsed when somebody looks at it for the first time.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::body::{Body, Heading, Image, Link, Text};

/// A [`Text`] that may still have to be parsed.
#[derive(Clone, Default)]
pub struct LateText {
    known: OnceLock<Text>,
    parse: Option<Arc<dyn Fn() -> Text + Send + Sync>>,
}

impl LateText {
    /// What `parse` returns, which is called once, by who first looks at the text.
    #[must_use]
    pub fn new(parse: impl Fn() -> Text + Send + Sync + 'static) -> Self {
        Self { known: OnceLock::new(), parse: Some(Arc::new(parse)) }
    }

    /// The text if it is known, else none.
    pub(in crate::parse) fn into_known(self) -> Text {
        self.known.into_inner().unwrap_or_default()
    }
}

impl From<Text> for LateText {
    fn from(text: Text) -> Self {
        Self { known: OnceLock::from(text), parse: None }
    }
}

impl Deref for LateText {
    type Target = Text;

    fn deref(&self) -> &Text {
        self.known.get_or_init(|| self.parse.as_ref().map(|parse| parse()).unwrap_or_default())
    }
}

impl PartialEq for LateText {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for LateText {}

impl fmt::Debug for LateText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.known.fmt(f)
    }
}

impl Serialize for LateText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for LateText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Text::deserialize(deserializer).map(Self::from)
    }
}

/// A body whose text is not kept with it: read again, it has none until somebody gives it a [`LateText`].
pub(in crate::parse) mod without_text {
    use super::*;

    pub(in crate::parse) fn serialize<S: Serializer>(body: &Body, serializer: S) -> Result<S::Ok, S::Error> {
        let Body { links, images, headings, text: _ } = body;
        (links, images, headings).serialize(serializer)
    }

    pub(in crate::parse) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Body, D::Error> {
        let (links, images, headings) = <(Vec<Link>, Vec<Image>, Vec<Heading>)>::deserialize(deserializer)?;
        Ok(Body { links, images, headings, text: LateText::default() })
    }
}
