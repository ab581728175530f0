//! The order in which a list shows documents of a type, and a collection that asks for no other.

use std::cmp::{Ordering, Reverse};

use jiff::civil::Date;

use super::{Target, day_of};
use crate::model::{DocType, Role};
use crate::parse::{Fields, Value};

/// The place of a document in a list: the newest first where its type sorts by a day, then by the number that it
/// gives itself, then by title.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ListOrder {
    day: Reverse<Option<Date>>,
    number: Number,
    rank: usize,
}

/// A number that has a place among all others.
struct Number(f64);

impl ListOrder {
    /// The place of a document of type `kind` with these fields, whose title has the place `rank` among all.
    pub(crate) fn of(kind: &DocType, fields: &Fields<Target>, rank: usize) -> Self {
        let day = match (kind.sort, kind.role(kind.sort)) {
            (Role::Date | Role::Start | Role::Period, Some(by)) => fields.first(Some(by)).and_then(day_of),
            _ => None,
        };
        let number = match kind.role(Role::Order).and_then(|order| fields.first(Some(order))) {
            Some(Value::Number(number)) => *number,
            _ => f64::INFINITY,
        };
        Self { day: Reverse(day), number: Number(number), rank }
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number {}
