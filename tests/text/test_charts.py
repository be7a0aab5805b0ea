"""The geometry of charts, where there is much, little or nothing to draw."""

from claims.text.charts import apart, polyline, top_of, width_of


def test_an_axis_ends_at_an_even_number_of_one_digit() -> None:
    assert [top_of(highest) for highest in (0, 1, 3, 8, 9, 41)] == [2, 2, 4, 8, 20, 60]


def test_a_line_of_nothing_lies_on_the_ground() -> None:
    assert polyline([0, 0, 0], top_of(0)) == "0.00,100.00 50.00,100.00 100.00,100.00"


def test_a_single_day_is_a_level_line() -> None:
    assert polyline([1], 2) == "0.00,50.00 100.00,50.00"


def test_a_bar_of_nothing_is_nothing_also_where_all_are() -> None:
    assert [width_of(1, 3), width_of(3, 3), width_of(0, 3), width_of(0, 0)] == [33.33, 100, 0, 0]


def test_names_that_would_cover_each_other_are_moved_apart() -> None:
    assert apart({"captured": 100, "finished": 100}) == {"captured": 88, "finished": 100}
    assert apart({"captured": 10, "finished": 90}) == {"captured": 10, "finished": 90}
