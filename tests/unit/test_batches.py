from hypothesis import given
from hypothesis import strategies as st

from transforms.batching import count_batches, deal_batches


def test_no_captures_make_no_batch():
    assert count_batches(0, smallest=200, aim=2) == 0
    assert deal_batches([], 0) == ()


def test_few_captures_make_one_batch():
    assert count_batches(1, smallest=200, aim=2) == 1
    assert count_batches(399, smallest=200, aim=2) == 1


def test_no_batch_is_smaller_than_the_smallest():
    assert count_batches(400, smallest=200, aim=2) == 2
    assert count_batches(1000, smallest=200, aim=8) == 5


def test_large_runs_make_more_batches_than_the_aim():
    assert count_batches(20_000, smallest=200, aim=2) == 20


def test_batches_stay_below_the_limit_of_mapped_tasks():
    assert count_batches(5_000_000, smallest=200, aim=2) == 1000


@given(
    captures=st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 10_000)), unique_by=lambda one: one[1]),
    batches=st.integers(1, 7),
)
def test_every_capture_is_dealt_once_and_sizes_differ_by_one_at_most(captures, batches):
    dealt = deal_batches(captures, batches)
    assert sorted(number for batch in dealt for number in batch) == sorted(number for _, number in captures)
    sizes = [len(batch) for batch in dealt]
    assert max(sizes) - min(sizes) <= 1
    assert dealt == deal_batches(reversed(captures), batches)


def test_each_batch_gets_its_share_of_each_source():
    captures = [("long", number) for number in range(1, 101)] + [("short", number) for number in range(101, 201)]
    shares = [sum(number <= 100 for number in batch) for batch in deal_batches(captures, 3)]
    assert max(shares) - min(shares) <= 2


def test_an_even_number_of_batches_does_not_part_sources_either():
    captures = [("long", number) for number in range(1, 101)] + [("short", number) for number in range(101, 201)]
    assert [sum(number <= 100 for number in batch) for batch in deal_batches(captures, 2)] == [50, 50]
