package io.github.websocketstarter.test;

import java.util.List;
import java.util.Map;

/**
 * An HTTP response as it came from the server.
 *
 * @param status the status code
 * @param headers the values by name, one element a line; look-ups ignore letter case
 * @param body the body as ISO-8859-1 text, empty if there is none
 * @since 0.1.0
 */
public record HttpAnswer(int status, Map<String, List<String>> headers, String body) {

	/**
	 * Return the values of a header.
	 * @param name the name, in any letter case
	 * @return one value a line, empty if there is none
	 */
	public List<String> headers(String name) {
		return this.headers.getOrDefault(name, List.of());
	}

	/**
	 * Return the value of a header.
	 * @param name the name, in any letter case
	 * @return the lines joined by a comma, empty if there is none
	 */
	public String header(String name) {
		return String.join(", ", headers(name));
	}

}
