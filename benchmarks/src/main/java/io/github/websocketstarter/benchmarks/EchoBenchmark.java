package io.github.websocketstarter.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Compares what an echo costs the server: a method of an endpoint with a
 * {@code WebSocketHandler}, and that with plain WebFlux.
 *
 * @since 0.1.0
 */
public final class EchoBenchmark {

	private static final Log logger = LogFactory.getLog(EchoBenchmark.class);

	private static final String HANDLER = "WebSocketHandler";

	private final Duration time;

	private final int connections;

	private final int size;

	// CPU time of the server in microseconds a message, one figure a round
	private final Map<String, List<Double>> costs = new LinkedHashMap<>();

	EchoBenchmark(Duration time, int connections, int size) {
		this.time = time;
		this.connections = connections;
		this.size = size;
	}

	/**
	 * Run the benchmark and print its figures.
	 * @param args the number of rounds (12), the milliseconds of a measurement (1500), of
	 * connections (100), and of bytes (64)
	 */
	public static void main(String[] args) {
		int rounds = argument(args, 0, 12);
		EchoBenchmark benchmark = new EchoBenchmark(Duration.ofMillis(argument(args, 1, 1500)), argument(args, 2, 100),
				argument(args, 3, 64));
		try (ServerProcess ours = ServerProcess.start(); ServerProcess plain = ServerProcess.start(EchoServer.PLAIN)) {
			benchmark.run(ours, plain, Math.max(2, rounds / 2));
			benchmark.costs.clear();
			benchmark.run(ours, plain, rounds);
		}
		benchmark.report().forEach(logger::info);
	}

	private static int argument(String[] args, int index, int defaultValue) {
		return (args.length > index) ? Integer.parseInt(args[index]) : defaultValue;
	}

	private void run(ServerProcess ours, ServerProcess plain, int rounds) {
		for (int i = 0; i < rounds; i++) {
			measure(HANDLER, ours, EchoServer.HANDLER);
			measure("@OnMessage String", ours, EchoServer.ANNOTATED);
			measure("@OnMessage Mono<String>", ours, EchoServer.REACTIVE);
			measure("plain WebFlux", plain, EchoServer.HANDLER);
		}
	}

	private void measure(String name, ServerProcess server, String path) {
		try (EchoLoad load = EchoLoad.open(server.port(), path, this.connections, this.size)) {
			load.run(this.time.dividedBy(4));
			Duration before = server.cpuTime();
			long messages = load.run(this.time);
			Duration cpu = server.cpuTime().minus(before);
			add(name, cpu.toNanos() / 1000.0 / messages);
		}
	}

	void add(String name, double cost) {
		this.costs.computeIfAbsent(name, (key) -> new ArrayList<>()).add(cost);
	}

	List<String> report() {
		List<String> lines = new ArrayList<>();
		this.costs.forEach((name, values) -> lines.add("%-24s %6.2f us of CPU a message (%.2f to %.2f)".formatted(name,
				median(values), sorted(values)[0], sorted(values)[values.size() - 1])));
		this.costs.forEach((name, values) -> {
			if (!name.equals(HANDLER)) {
				lines.add("%-24s %6.2f of %s (median of %d ratios; of the medians %.2f)".formatted(name,
						median(ratios(values, of(HANDLER))), HANDLER, values.size(),
						median(values) / median(of(HANDLER))));
			}
		});
		return lines;
	}

	private List<Double> of(String name) {
		return this.costs.getOrDefault(name, List.of());
	}

	private static List<Double> ratios(List<Double> values, List<Double> base) {
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < values.size(); i++) {
			ratios.add(values.get(i) / base.get(i));
		}
		return ratios;
	}

	private static double median(List<Double> values) {
		double[] sorted = sorted(values);
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	private static double[] sorted(List<Double> values) {
		double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
		Arrays.sort(sorted);
		return sorted;
	}

}
