package io.github.websocketstarter.handshake;

import java.util.ArrayList;
import java.util.List;

import io.github.websocketstarter.handshake.Extension.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Reads one line of a {@code Sec-WebSocket-Extensions} header, element by element and
 * each character once. Commas and semicolons in quotes separate nothing.
 * <p>
 * An empty parameter ends an element (behaviour PD-5). What else cannot be read costs the
 * element it is in; a quote that is never closed costs the rest of the line.
 */
final class ExtensionParser {

	private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

	private final String line;

	private int position;

	ExtensionParser(String line) {
		this.line = line;
	}

	/**
	 * Read the next element.
	 * @return the element, or {@code null} after the last
	 */
	@Nullable Extension next() {
		while (isNext(' ') || isNext('\t') || isNext(',')) {
			this.position++;
		}
		if (this.position == this.line.length()) {
			return null;
		}
		String name = token();
		List<Parameter> parameters = new ArrayList<>(4);
		boolean wellFormed = !name.isEmpty() && readParameters(parameters);
		skipElement();
		return new Extension(name, parameters, wellFormed);
	}

	private boolean readParameters(List<Parameter> parameters) {
		skipSpace();
		while (isNext(';')) {
			this.position++;
			skipSpace();
			if (isElementEnd() || isNext(';')) {
				return true;
			}
			String name = token();
			skipSpace();
			String value = null;
			if (isNext('=')) {
				this.position++;
				skipSpace();
				value = isNext('"') ? quoted() : token();
				skipSpace();
			}
			if (name.isEmpty() || (value != null && value.isEmpty())) {
				return false;
			}
			parameters.add(new Parameter(name, value));
		}
		return isElementEnd();
	}

	private String token() {
		int start = this.position;
		while (this.position < this.line.length() && isTokenCharacter(this.line.charAt(this.position))) {
			this.position++;
		}
		return this.line.substring(start, this.position);
	}

	private static boolean isTokenCharacter(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
				|| TOKEN_SYMBOLS.indexOf(c) >= 0;
	}

	/**
	 * Read what is quoted.
	 * @return the text without quotes and escapes, empty if the quote is not closed
	 */
	private String quoted() {
		StringBuilder text = new StringBuilder();
		this.position++;
		while (this.position < this.line.length()) {
			char c = this.line.charAt(this.position++);
			if (c == '"') {
				return text.toString();
			}
			if (c == '\\' && this.position < this.line.length()) {
				c = this.line.charAt(this.position++);
			}
			text.append(c);
		}
		return "";
	}

	private void skipSpace() {
		while (isNext(' ') || isNext('\t')) {
			this.position++;
		}
	}

	private void skipElement() {
		while (!isElementEnd()) {
			if (isNext('"')) {
				quoted();
			}
			else {
				this.position++;
			}
		}
	}

	private boolean isElementEnd() {
		return this.position == this.line.length() || isNext(',');
	}

	private boolean isNext(char c) {
		return this.position < this.line.length() && this.line.charAt(this.position) == c;
	}

}
