package io.github.websocketstarter.conformance;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Octet sequences in hexadecimal that are UTF-8 or are not, grouped as in the test file
 * of Markus Kuhn and in groups 6.5 to 6.23 of the Autobahn test suite.
 */
final class Utf8Cases {

	/** The Greek word kosme, of characters of two and three octets. */
	static final String KOSME = "cebae1bdb9cf83cebcceb5";

	private static final String HELLO = "68656c6c6f";

	private static final String WORLD = "776f726c64";

	/** All that starts no valid character, or continues none, as early as it shows. */
	static final List<String> PROVABLY_INVALID = List.of("80", "bf", "c0", "c1", "f5", "f8", "fc", "fe", "ff", "c241",
			"e08041", "e080", "e09f", "eda0", "edbf", "e28241", "e2c2", "f080", "f08f", "f09f41", "f09f9841", "f490",
			"f4bf", "f1c2");

	/** Beginnings of characters. */
	static final List<String> INCOMPLETE = List.of("c2", "df", "e0a0", "e1", "e180", "ed9f", "efbf", "f090", "f1",
			"f180", "f18080", "f48f", "f48fbf");

	private Utf8Cases() {
	}

	static Stream<String> valid() {
		return Stream.of(words(), kosmePrefixes(true), boundaries(), nonCharacters(), specials()).flatMap((it) -> it);
	}

	static Stream<String> invalid() {
		return Stream
			.of(kosmePrefixes(false), longerThanFour(), continuations(), lonelyStarts(), missingLast(),
					Stream.of("fe", "ff", "fefeffff"), overlong(), surrogates())
			.flatMap((it) -> it);
	}

	// 6.5
	private static Stream<String> words() {
		return Stream.of("24", "c2a2", "e282ac", "f0a4ada2").map((character) -> HELLO + character + WORLD);
	}

	// 6.6
	private static Stream<String> kosmePrefixes(boolean valid) {
		IntStream complete = IntStream.of(2, 5, 7, 9, 11);
		IntStream incomplete = IntStream.of(1, 3, 4, 6, 8, 10);
		return (valid ? complete : incomplete).mapToObj((octets) -> KOSME.substring(0, 2 * octets));
	}

	// 6.7, 6.9, 6.11
	private static Stream<String> boundaries() {
		return Stream.of("00", "c280", "e0a080", "f0908080", "7f", "dfbf", "efbfbf", "f48fbfbf", "ed9fbf", "ee8080",
				"efbfbd");
	}

	// 6.22
	private static Stream<String> nonCharacters() {
		Stream<String> planes = IntStream.rangeClosed(1, 16)
			.mapToObj((plane) -> "%02x%02x".formatted(0xF0 | plane >> 2, 0x8F | (plane & 3) << 4));
		return Stream.concat(Stream.of("efbfbe", "efbfbf"),
				planes.flatMap((plane) -> Stream.of(plane + "bfbe", plane + "bfbf")));
	}

	// 6.23
	private static Stream<String> specials() {
		return Stream.of("efbfb9", "efbfba", "efbfbb", "efbfbc", "efbfbd");
	}

	// 6.8, 6.10, 6.11
	private static Stream<String> longerThanFour() {
		return Stream.of("f888808080", "fc8480808080", "f7bfbfbf", "fbbfbfbfbf", "fdbfbfbfbfbf", "f4908080");
	}

	// 6.12
	private static Stream<String> continuations() {
		StringBuilder all = new StringBuilder();
		IntStream.rangeClosed(0x80, 0xBF).forEach((octet) -> all.append("%02x".formatted(octet)));
		return Stream.of("80", "bf", "80bf", "80bf80", "80bf80bf", "80bf80bf80", "80bf80bf80bf", all.toString());
	}

	// 6.13
	private static Stream<String> lonelyStarts() {
		return Stream.of("c0df", "e0ef", "f0f7", "f8fb", "fcfd").map((range) -> {
			StringBuilder spaced = new StringBuilder();
			IntStream.rangeClosed(Integer.parseInt(range.substring(0, 2), 16), Integer.parseInt(range.substring(2), 16))
				.forEach((octet) -> spaced.append("%02x20".formatted(octet)));
			return spaced.toString();
		});
	}

	// 6.14, 6.15
	private static Stream<String> missingLast() {
		List<String> each = List.of("c0", "e080", "f08080", "f8808080", "fc80808080", "df", "efbf", "f7bfbf",
				"fbbfbfbf", "fdbfbfbfbf");
		return Stream.concat(each.stream(), Stream.of(String.join("", each)));
	}

	// 6.17 to 6.19
	private static Stream<String> overlong() {
		return Stream.of("c0af", "e080af", "f08080af", "f8808080af", "fc80808080af", "c1bf", "e09fbf", "f08fbfbf",
				"f887bfbfbf", "fc83bfbfbfbf", "c080", "e08080", "f0808080", "f880808080", "fc8080808080");
	}

	// 6.20, 6.21
	private static Stream<String> surrogates() {
		List<String> single = List.of("eda080", "edadbf", "edae80", "edafbf", "edb080", "edbe80", "edbfbf");
		Stream<String> paired = single.subList(0, 4)
			.stream()
			.flatMap((high) -> Stream.of(high + "edb080", high + "edbfbf"));
		return Stream.concat(single.stream(), paired);
	}

}
