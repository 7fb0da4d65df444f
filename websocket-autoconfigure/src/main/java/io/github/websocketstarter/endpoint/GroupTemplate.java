package io.github.websocketstarter.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.websocketstarter.WebSocketConnection;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.util.UriTemplate;
import org.springframework.web.util.pattern.PathPattern;

/**
 * The name of a group with variables of the path in braces, such as {@code room-{room}}.
 *
 * @param text the name, as it is written
 */
record GroupTemplate(String text) {

	private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)}");

	/**
	 * Read a template.
	 * @param text the text
	 * @param patterns the paths of the endpoint, each of which needs all of the variables
	 * @return the template
	 * @throws IllegalArgumentException if it could never name a group; the message
	 * continues a sentence that begins with it
	 */
	static GroupTemplate of(String text, List<PathPattern> patterns) {
		Assert.isTrue(StringUtils.hasText(text), "is blank");
		String rest = VARIABLE.matcher(text).replaceAll("");
		Assert.isTrue(rest.indexOf('{') < 0 && rest.indexOf('}') < 0, "has a brace without its counterpart");
		Matcher matcher = VARIABLE.matcher(text);
		while (matcher.find()) {
			String name = matcher.group(1);
			for (PathPattern pattern : patterns) {
				Assert.isTrue(variables(pattern).contains(name), () -> "wants the path variable '" + name
						+ "', which the path '" + pattern.getPatternString() + "' has not");
			}
		}
		return new GroupTemplate(text);
	}

	/**
	 * Return the names of a path's variables.
	 */
	static Set<String> variables(PathPattern pattern) {
		return Set.copyOf(new UriTemplate(pattern.getPatternString().replace("{*", "{")).getVariableNames());
	}

	/**
	 * Return the group that is meant for a connection.
	 * @param connection a connection of the endpoint
	 * @return the name
	 */
	String expand(WebSocketConnection connection) {
		Matcher matcher = VARIABLE.matcher(this.text);
		if (!matcher.find()) {
			return this.text;
		}
		Object variables = connection.getAttributes().get(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
		Assert.state(variables instanceof Map<?, ?>, "The connection's attributes have no path variables any more");
		Map<?, ?> values = (Map<?, ?>) variables;
		return matcher.reset()
			.replaceAll((found) -> Matcher.quoteReplacement(String.valueOf(values.get(found.group(1)))));
	}

}
