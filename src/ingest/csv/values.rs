//! A table of tickets with a number each.

use super::super::number;
use super::rows::{Row, RowReader};
use crate::error::DeskError;
use crate::label::shown;

/// Tickets with a number each.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TicketValues {
    /// In the order of the rows; NaN where a cell is empty.
    pub values: Vec<(String, f64)>,
    /// How many rows had something else in place of a number; they count as empty.
    pub unreadable: usize,
}

/// Reads the columns of tickets and values. Without a name the tickets' column is the first that is called so, the values'
/// the first other one.
pub fn ticket_values(
    csv: &[u8],
    ticket: Option<&str>,
    value: Option<&str>,
) -> Result<TicketValues, DeskError> {
    let mut columns: Option<(usize, usize)> = None;
    let mut read = TicketValues::default();
    let mut take = |row: &Row<'_>| {
        let Some((tickets, values)) = columns else {
            columns = Some(columns_of(row, ticket, value)?);
            return Ok(());
        };
        let id = String::from_utf8_lossy(row.cell(tickets).trim_ascii()).into_owned();
        if id.is_empty() {
            return Ok(());
        }
        let cell = row.cell(values);
        let cell = cell.trim_ascii();
        let number = if cell.is_empty() { Some(f64::NAN) } else { number::read(cell) };
        read.unreadable += usize::from(number.is_none());
        read.values.push((id, number.unwrap_or(f64::NAN)));
        Ok(())
    };
    let mut rows = RowReader::new(None);
    rows.push(csv, &mut take)?;
    if rows.finish(&mut take)? {
        return Err(DeskError::new("open-quote", "the file ends within quotes").at("csv"));
    }
    if columns.is_none() {
        return Err(DeskError::new("empty-input", "the table is empty").at("csv"));
    }
    Ok(read)
}

fn columns_of(row: &Row<'_>, ticket: Option<&str>, value: Option<&str>) -> Result<(usize, usize), DeskError> {
    const TICKETS: [&str; 6] = ["ticket", "case", "issue", "number", "key", "id"];
    let names: Vec<String> =
        (0..row.len()).map(|at| String::from_utf8_lossy(row.cell(at).trim_ascii()).into_owned()).collect();
    let named = |name: &str, path: &str| {
        names.iter().position(|known| known == name).ok_or_else(|| {
            let message = ["no column is called ", &shown(name), "; there are ", &names.join(", ")].concat();
            DeskError::new("unknown-column", message).at(path)
        })
    };
    let tickets = match ticket {
        Some(name) => named(name, "ticket")?,
        None => {
            let holds = |word: &&str| names.iter().position(|name| is_called(name, word));
            TICKETS.iter().find_map(holds).ok_or_else(|| {
                let message = ["no column is called after tickets; name it: there are ", &names.join(", ")];
                DeskError::new("unknown-column", message.concat()).at("ticket")
            })?
        }
    };
    let values = match value {
        Some(name) => named(name, "value")?,
        None => (0..names.len()).find(|&at| at != tickets).ok_or_else(|| {
            DeskError::new("unknown-column", "the table has no column of values").at("value")
        })?,
    };
    Ok((tickets, values))
}

/// Whether a word is in a name; a short one as a word of its own.
fn is_called(name: &str, word: &str) -> bool {
    const SHORT: usize = 3;
    let name = name.to_ascii_lowercase();
    match word.len() <= SHORT {
        true => name.split(|of: char| !of.is_alphanumeric()).any(|of| of == word),
        false => name.contains(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name_or_by_what_they_are_called() {
        let csv = b"Group,Ticket ID,First reply (min)\nL1,7,30\nL2,8,\n\"L,3\",9,soon\n";
        let found = ticket_values(csv, None, Some("First reply (min)"));
        let read = found.unwrap_or_default();
        assert_eq!((read.values.len(), read.unreadable), (3, 1));
        assert_eq!(read.values[0], ("7".to_string(), 30.0));
        assert!(read.values[1].1.is_nan() && read.values[2].1.is_nan());
        let unknown = ticket_values(csv, Some("Case"), None).map_err(|error| error.code());
        assert_eq!(unknown, Err("unknown-column"));
    }

    #[test]
    fn a_column_of_tickets_is_not_made_up() {
        let code = |csv: &[u8]| ticket_values(csv, None, None).map_err(|error| error.code());
        assert_eq!(code(b"paid,minutes\n1,2\n"), Err("unknown-column"));
        let read = code(b"minutes paid,id\n1,T-2\n").unwrap_or_default();
        assert_eq!(read.values, [("T-2".to_string(), 1.0)]);
    }

    #[test]
    fn a_table_without_rows_or_with_an_open_quote_is_refused() {
        assert_eq!(ticket_values(b"", None, None).map_err(|error| error.code()), Err("empty-input"));
        let open = ticket_values(b"id,v\n1,\"2", None, None);
        assert_eq!(open.map_err(|error| error.code()), Err("open-quote"));
        assert_eq!(
            ticket_values(b"id\n1\n", None, None).map_err(|error| error.code()),
            Err("unknown-column")
        );
    }
}
