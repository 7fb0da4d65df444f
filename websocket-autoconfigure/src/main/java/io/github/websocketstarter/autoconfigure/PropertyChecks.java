package io.github.websocketstarter.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import io.github.websocketstarter.handshake.OriginPolicy;
import io.github.websocketstarter.handshake.TrustedProxies;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.unit.DataSize;

/**
 * Checks the values of the properties with a prefix. What is not set passes; what is out
 * of its range fails with {@link InvalidConfigurationPropertyValueException}.
 *
 * @param prefix the prefix, without a dot at its end
 */
record PropertyChecks(String prefix) {

	private static final Duration LONGEST = Duration.ofDays(365);

	/** What is counted in an {@code int}, with some room. */
	private static final DataSize LARGEST = DataSize.ofMegabytes(2047);

	private static final Pattern PERCENTAGE = Pattern.compile("(100|[0-9]{1,2})%");

	void time(String key, @Nullable Duration value) {
		if (value != null) {
			require(!value.isNegative(), key, "not be negative", print(value));
			require(value.compareTo(LONGEST) <= 0, key, "be at most " + print(LONGEST), print(value));
		}
	}

	void positiveTime(String key, @Nullable Duration value) {
		time(key, value);
		require(value == null || !value.isZero(), key, "be positive", "0s");
	}

	void size(String key, @Nullable DataSize value, int least) {
		if (value != null) {
			require(value.toBytes() >= least && value.compareTo(LARGEST) <= 0, key,
					"be at least " + least + "B and at most " + LARGEST.toMegabytes() + "MB", value);
		}
	}

	// What is counted in a long.
	void largeSize(String key, @Nullable DataSize value, int least) {
		if (value != null) {
			require(value.toBytes() >= least, key, "be at least " + least + "B", value);
		}
	}

	void number(String key, @Nullable Integer value) {
		if (value != null) {
			require(value >= 1, key, "be at least 1", value);
		}
	}

	void number(String key, @Nullable Integer value, int least, int most) {
		if (value != null) {
			require(value >= least && value <= most, key, "be " + least + " to " + most, value);
		}
	}

	void count(String key, @Nullable Integer value) {
		if (value != null) {
			require(value >= 0, key, "not be negative", value);
		}
	}

	void percentage(String key, @Nullable String value) {
		if (value != null) {
			require(PERCENTAGE.matcher(value).matches(), key, "be 0% to 100%", value);
		}
	}

	void origins(String key, @Nullable List<String> origins) {
		if (origins == null) {
			return;
		}
		// Allowing all because a placeholder is empty would be a trap.
		require(!origins.isEmpty(), key, "name at least one origin, or '*' for all,", "empty");
		for (int i = 0; i < origins.size(); i++) {
			try {
				OriginPolicy.of(origins.subList(i, i + 1));
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidConfigurationPropertyValueException(this.prefix + "." + key + "[" + i + "]",
						origins.get(i), ex.getMessage(), ex);
			}
		}
	}

	void proxies(String key, @Nullable List<String> proxies) {
		if (proxies == null) {
			return;
		}
		require(!proxies.isEmpty(), key, "name at least one address", "empty");
		for (int i = 0; i < proxies.size(); i++) {
			try {
				TrustedProxies.of(proxies.subList(i, i + 1));
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidConfigurationPropertyValueException(this.prefix + "." + key + "[" + i + "]",
						proxies.get(i), ex.getMessage(), ex);
			}
		}
	}

	private void require(boolean condition, String key, String requirement, Object value) {
		if (!condition) {
			String name = this.prefix + "." + key;
			throw new InvalidConfigurationPropertyValueException(name, value,
					"'" + name + "' must " + requirement + " but is " + value);
		}
	}

	static String print(Duration value) {
		return DurationFormatterUtils.print(value, DurationFormat.Style.COMPOSITE);
	}

}
