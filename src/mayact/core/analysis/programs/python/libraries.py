"""Libraries for numbers, tables and pictures: what of them a text may use. Data, and the few rules that read it.

Law: a closed list of functions by module, and of methods by name on whatever the functions give. What reads or writes
a file is named; what evaluates text, unpickles, opens other protocols, picks a method by its name or loads a module by
its name is not in the lists, and refused where it is an argument. Never listed: modules that a library imports.
"""

import re
from collections.abc import Mapping
from typing import Final

from mayact.core.analysis.programs.python.effects import Arguments, StrangeError, Touch
from mayact.core.analysis.programs.python.tables import PLAIN_ATTRIBUTES
from mayact.core.analysis.programs.python.values import only_text, paths, words
from mayact.core.analysis.programs.table import names
from mayact.core.analysis.words import known, lead

_NUMBERS: Final = names(
    "array asarray arange linspace logspace zeros ones full empty eye identity zeros_like ones_like full_like "
    "concatenate "
    "stack vstack hstack column_stack reshape ravel transpose where mean median std var sum prod cumsum cumprod min "
    "max "
    "amin amax argmin argmax argsort sort unique percentile quantile nanmean nanstd nansum nanmax nanmin abs absolute "
    "sqrt exp log log2 log10 log1p expm1 sin cos tan arcsin arccos arctan arctan2 hypot floor ceil round rint sign "
    "clip "
    "dot matmul outer inner cross tensordot einsum trace diag diff gradient cumsum histogram bincount digitize "
    "corrcoef "
    "cov polyfit polyval poly1d roots interp convolve isnan isinf isfinite isclose allclose array_equal all any "
    "nonzero "
    "count_nonzero logical_and logical_or logical_not maximum minimum power mod meshgrid tile repeat split array_split "
    "flip roll squeeze expand_dims broadcast_to newaxis nan inf pi e float32 float64 int8 int16 int32 int64 uint8 "
    "uint16 "
    "uint32 bool_ dtype ndarray set_printoptions errstate datetime64 timedelta64 finfo iinfo triu tril searchsorted "
    "in1d "
    "isin union1d intersect1d setdiff1d ptp average nan_to_num deg2rad rad2deg real imag angle conj trapz trapezoid "
    "load save savez savez_compressed loadtxt savetxt genfromtxt fromfile frombuffer ndenumerate ndindex vstack c_ "
    "r_ s_"
)
_DRAWS: Final = names(
    "plot figure subplots subplot scatter bar barh hist hist2d boxplot violinplot xlabel ylabel title suptitle legend "
    "grid tight_layout xlim ylim axhline axvline axvspan axhspan text annotate savefig close show imshow colorbar "
    "xticks "
    "yticks errorbar fill_between loglog semilogx semilogy pie step clf cla gca gcf twinx imread imsave margins axis "
    "contour contourf stem subplots_adjust cm matshow hexbin stackplot xscale yscale table draw ioff ion"
)
FUNCTIONS: Final[Mapping[str, frozenset[str]]] = {
    "numpy": _NUMBERS,
    "numpy.random": names("seed rand randn randint normal uniform choice shuffle permutation random default_rng "
    "poisson "
                          "binomial exponential standard_normal RandomState beta gamma"),
    "numpy.linalg": names("norm inv det eig eigh eigvals svd solve lstsq matrix_rank pinv qr cholesky cond "
    "matrix_power"),
    "numpy.fft": names("fft ifft rfft irfft fft2 fftfreq rfftfreq fftshift"),
    "pandas": names(
        "DataFrame Series read_csv read_parquet read_json read_excel read_table read_feather read_fwf concat merge "
        "merge_asof to_datetime to_numeric to_timedelta cut qcut get_dummies pivot_table crosstab date_range "
        "period_range Timestamp Timedelta Period isna isnull notna notnull melt unique value_counts Index MultiIndex "
        "Categorical CategoricalDtype NA NaT json_normalize set_option Grouper NamedAgg factorize wide_to_long "
        "DateOffset Interval timedelta_range"
    ),
    "matplotlib": names("use get_backend"),
    "matplotlib.pyplot": _DRAWS,
    "matplotlib.dates": names("DateFormatter MonthLocator DayLocator YearLocator date2num"),
    "matplotlib.ticker": names("FuncFormatter MaxNLocator PercentFormatter MultipleLocator"),
    "seaborn": names("histplot scatterplot lineplot heatmap boxplot barplot pairplot set_theme set_style set countplot "
                     "violinplot regplot kdeplot despine color_palette relplot catplot displot clustermap set_palette"),
    "scipy.stats": names("norm t chi2 f pearsonr spearmanr kendalltau ttest_ind ttest_rel ttest_1samp mannwhitneyu "
                         "wilcoxon chi2_contingency linregress zscore describe skew kurtosis shapiro ks_2samp f_oneway "
                         "gaussian_kde iqr mode sem binom poisson uniform expon entropy rankdata bootstrap kstest"),
    "scipy.optimize": names("minimize curve_fit least_squares brentq fsolve root linprog minimize_scalar"),
    "scipy.signal": names("butter filtfilt lfilter find_peaks welch spectrogram savgol_filter convolve resample freqz"),
    "scipy.interpolate": names("interp1d CubicSpline griddata UnivariateSpline"),
    "scipy.integrate": names("quad odeint solve_ivp simpson trapezoid"),
    "scipy.spatial.distance": names("cdist pdist squareform cosine euclidean"),
    "scipy.special": names("gamma factorial comb erf expit logit softmax"),
    "scipy.sparse": names("csr_matrix csc_matrix coo_matrix lil_matrix eye diags hstack vstack"),
    "sklearn.linear_model": names("LinearRegression LogisticRegression Ridge Lasso ElasticNet SGDClassifier"),
    "sklearn.ensemble": names("RandomForestClassifier RandomForestRegressor GradientBoostingClassifier "
                              "GradientBoostingRegressor HistGradientBoostingClassifier IsolationForest"),
    "sklearn.tree": names("DecisionTreeClassifier DecisionTreeRegressor export_text"),
    "sklearn.svm": names("SVC SVR LinearSVC"),
    "sklearn.neighbors": names("KNeighborsClassifier KNeighborsRegressor NearestNeighbors"),
    "sklearn.cluster": names("KMeans DBSCAN AgglomerativeClustering"),
    "sklearn.decomposition": names("PCA TruncatedSVD NMF"),
    "sklearn.preprocessing": names("StandardScaler MinMaxScaler OneHotEncoder LabelEncoder PolynomialFeatures"),
    "sklearn.pipeline": names("make_pipeline Pipeline"),
    "sklearn.compose": names("ColumnTransformer make_column_transformer"),
    "sklearn.impute": names("SimpleImputer"),
    "sklearn.feature_extraction.text": names("CountVectorizer TfidfVectorizer"),
    "sklearn.model_selection": names("train_test_split cross_val_score KFold StratifiedKFold GridSearchCV "
    "cross_validate"),
    "sklearn.metrics": names(
        "accuracy_score f1_score precision_score recall_score roc_auc_score confusion_matrix classification_report "
        "mean_squared_error mean_absolute_error r2_score log_loss silhouette_score roc_curve auc"
    ),
    "sklearn.datasets": names("load_iris load_digits load_wine load_breast_cancer load_diabetes make_classification "
                              "make_regression make_blobs"),
    "sklearn": frozenset(),
    "scipy": frozenset(),
    "scipy.spatial": frozenset(),
    "sklearn.feature_extraction": frozenset(),
    "PIL": frozenset(),
    "PIL.Image": names("open new fromarray merge blend composite alpha_composite LANCZOS BICUBIC BILINEAR NEAREST "
                       "Resampling ANTIALIAS FLIP_LEFT_RIGHT ROTATE_90 Image"),
    "PIL.ImageDraw": names("Draw"),
    "PIL.ImageFont": names("truetype load_default"),
    "PIL.ImageOps": names("fit expand grayscale invert mirror flip exif_transpose pad contain autocontrast"),
    "PIL.ImageFilter": names("GaussianBlur BLUR SHARPEN UnsharpMask MedianFilter"),
    "PIL.ImageChops": names("difference add subtract multiply"),
    "PIL.ImageStat": names("Stat"),
    "polars": names("DataFrame Series read_csv scan_csv read_parquet scan_parquet read_json read_ndjson col lit when "
                    "concat count len sum mean max min Int64 Float64 Utf8 String Date Datetime all"),
    "torch": names("tensor zeros ones rand randn arange linspace manual_seed float32 float16 bfloat16 int64 cat stack "
                   "matmul no_grad eye full randint get_num_threads"),
    "torch.cuda": names("is_available device_count get_device_name current_device memory_allocated mem_get_info "
                        "get_device_capability"),
    "torch.version": names("cuda"),
    "torch.backends": frozenset(),
    "torch.backends.mps": names("is_available is_built"),
    "tensorflow": names("constant zeros ones range reduce_sum"),
    "tensorflow.config": names("list_physical_devices"),
    "tabulate": names("tabulate"),
    "tqdm": names("tqdm trange"),
    "dateutil": frozenset(),
    "dateutil.parser": names("parse isoparse"),
    "pytz": names("timezone utc UTC"),
    "openpyxl": names("load_workbook Workbook"),
}  # fmt: skip
"""Full name of a module to the functions, classes and constants of it."""

_READS: Final = names(
    "pandas.read_csv pandas.read_parquet pandas.read_json pandas.read_excel pandas.read_table pandas.read_feather "
    "pandas.read_fwf numpy.load numpy.loadtxt numpy.genfromtxt numpy.fromfile matplotlib.pyplot.imread PIL.Image.open "
    "PIL.ImageFont.truetype polars.read_csv polars.scan_csv polars.read_parquet polars.scan_parquet polars.read_json "
    "polars.read_ndjson openpyxl.load_workbook"
)
_WRITES: Final = names("numpy.save numpy.savez numpy.savez_compressed numpy.savetxt matplotlib.pyplot.savefig "
                       "matplotlib.pyplot.imsave")  # fmt: skip
_WRITING: Final = names(
    "to_csv to_parquet to_json to_excel to_html to_markdown to_latex to_feather to_string savefig save tofile "
    "write_csv "
    "write_parquet write_json write_ndjson"
)
"""Methods that write their first argument where they have one, and give text where they have none."""
_PLACES: Final = names("path_or_buf path fname fp file filepath_or_buffer buf excel_writer io source filename")
_REFUSED: Final = names(
    "allow_pickle storage_options filesystem opener backend engine_kwargs plugin loader encoders feature_namespace "
    "credential_provider cloud_options memory input usetex"
)
METHODS: Final = names(
    # tables
    "head tail describe info sample copy drop dropna fillna drop_duplicates duplicated rename reset_index set_index "
    "reindex sort_values sort_index groupby agg aggregate apply transform map applymap assign merge join pivot "
    "pivot_table melt stack unstack explode value_counts nunique unique isna isnull notna notnull isin between clip "
    "astype replace where mask mean median std var sum min max count size quantile corr cov cumsum cumprod cummax "
    "cummin "
    "diff pct_change shift rolling expanding ewm resample round abs idxmax idxmin nlargest nsmallest rank mode skew "
    "kurt "
    "items iterrows itertuples keys values get pop insert update tolist to_list to_dict to_numpy to_frame to_records "
    "to_period to_timestamp to_pydatetime squeeze filter select_dtypes memory_usage equals compare any all first last "
    "nth cumcount ngroup get_group add sub mul div floordiv mod pow eq ne lt le gt ge combine_first append concat "
    "convert_dtypes infer_objects set_axis swaplevel droplevel get_level_values tz_localize tz_convert strftime "
    "day_name "
    "month_name isocalendar normalize floor ceil total_seconds date time cat codes add_prefix add_suffix truncate "
    "asfreq "
    "interpolate bfill ffill pad prod sem hist plot boxplot line bar barh area pie scatter kde density hexbin xs "
    "at_time "
    # texts in tables
    "contains startswith endswith lower upper title strip lstrip rstrip split rsplit len extract extractall findall "
    "match fullmatch zfill slice cat get_dummies encode decode capitalize removeprefix removesuffix join "
    # arrays
    "reshape ravel flatten transpose dot argmax argmin argsort sort searchsorted nonzero item fill repeat swapaxes "
    "take "
    "tobytes view conj trace diagonal cumsum choose ptp byteswap setflags standard_normal integers normal uniform "
    "random "
    "choice shuffle permutation deriv integ pdf cdf ppf rvs logpdf interval "
    # figures
    "set_title set_xlabel set_ylabel set_xlim set_ylim set_xticks set_yticks set_xticklabels set_yticklabels set "
    "legend "
    "grid axhline axvline text annotate twinx imshow colorbar tight_layout add_subplot subplots suptitle "
    "set_size_inches "
    "tick_params set_xscale set_yscale invert_yaxis invert_xaxis fill_between errorbar step autofmt_xdate set_visible "
    "set_major_formatter set_major_locator plot violinplot contour contourf stem margins set_aspect axis set_theme add "
    "get_figure set_axis_off close axvspan axhspan set_color set_linewidth subplots_adjust "
    # models
    "fit predict predict_proba transform fit_transform inverse_transform score fit_predict get_params set_params "
    "get_feature_names_out decision_function split kneighbors "
    # pictures
    "resize crop rotate convert thumbnail getpixel putpixel paste getbbox histogram getcolors point transpose split "
    "rectangle line ellipse text textbbox textsize polygon getdata putdata quantize filter enhance load close verify "
    "getextrema seek tell getchannel alpha_composite "
    # polars, tensors, tables to print, progress, workbooks
    "select with_columns group_by collect lazy alias over when then otherwise is_null is_not_null sort limit "
    "with_row_index "
    "cast n_unique null_count glimpse unique vstack hstack rows row to_series dt str list "
    "numpy cpu detach requires_grad_ unsqueeze permute contiguous norm long float int double half bool type device dim "
    "iter_rows iter_cols cell sheetnames max_row max_column set_description set_postfix localize"
)
"""Without effect but on the data they are called on."""
_CHOOSING: Final = names(
    "agg aggregate apply transform map applymap pivot_table filter rolling resample groupby set_option"
)
_ACTS: Final = re.compile(
    r"to_(?!dict|list|numpy|datetime|numeric|frame)\w+|read_\w*|save\w*|dump\w*|load\w*|eval|query|pipe|exec\w*|tofile"
    r"|open\w*|write\w*|print_\w+|show|fetch\w*|run\w*|system|popen|register\w*|__\w+",
    re.IGNORECASE,
)
_BACKENDS: Final = names("agg Agg svg SVG pdf PDF ps cairo Cairo template TkAgg QtAgg Qt5Agg MacOSX GTK3Agg")


def is_module(name: str) -> bool:
    """Whether a module, by its full name, is one of these."""
    return name in FUNCTIONS


def part(owner: str, attr: str) -> str | None:
    """The full name of `owner.attr` where the text may use it."""
    full = f"{owner}.{attr}"
    return full if full in FUNCTIONS or attr in FUNCTIONS.get(owner, ()) else None


def is_effect(full: str) -> bool:
    """Whether a function of these touches a file: it is called by nobody but the text itself."""
    return full in _READS or full in _WRITES or full == "matplotlib.use"


def plain_attribute(attr: str) -> bool:
    """Whether a part of what a library gives can be handed on: nothing that acts when something else calls it."""
    return not _ACTS.fullmatch(attr)


def called(full: str, given: Arguments) -> None:
    """What calling a function of a library touches. Raises `StrangeError`."""
    _checked(given)
    if full in _READS:
        _touched("read", given, allowed=2 if not full.startswith("numpy.") else 1)
    elif full in _WRITES:
        _touched("write", given, allowed=2)
    elif full == "pandas.set_option" and not (
        given.values and (only_text(given.values[0]) or "").startswith("display.")
    ):
        raise StrangeError("an option can name a module")
    elif full == "matplotlib.use" and (not given.values or only_text(given.values[0]) not in _BACKENDS):
        raise StrangeError("where pictures are drawn is not known")


def method(attr: str, given: Arguments, texts: frozenset[str], *, unknown: bool) -> None:
    """What calling a method of what a library gives touches. `texts`: the constants among its arguments, whose names
    can choose a method; `unknown`: there are others. Raises `StrangeError`."""
    _checked(given)
    if attr in _WRITING:
        if given.values or any(key in _PLACES for key, _ in given.keywords):
            _touched("write", given, allowed=2)
        return
    if attr not in METHODS and (attr not in PLAIN_ATTRIBUTES or _ACTS.fullmatch(attr)):
        raise StrangeError("a method is not in the list")
    if attr in _CHOOSING and (unknown or any(_ACTS.fullmatch(text) for text in texts)):
        raise StrangeError("a method may be chosen by its name")


def _checked(given: Arguments) -> None:
    if given.spread and any(word.arg is None for word in given.node.keywords):
        raise StrangeError("the arguments of a library are not known")
    if given.constant("format") in (..., "pgf"):
        raise StrangeError("how a library writes is not analysed")  # TeX runs for one of them
    if any(key in _REFUSED for key, _ in given.keywords):
        raise StrangeError("an argument of a library is not analysed")


def _touched(way: str, given: Arguments, *, allowed: int) -> None:
    if given.spread or len(given.values) > allowed:
        raise StrangeError("an argument of a library is not analysed")
    places = [*given.values[:1], *(value for key, value in given.keywords if key in _PLACES)]
    if len(places) != 1:
        raise StrangeError("which file a library touches is not known")
    # pandas and polars expand `~`, numpy and Pillow do not: both places count.
    homes = tuple(word for word in words(places[0]) if lead(word).startswith("~"))
    for word in (*paths(places[0]), *homes):
        begins = lead(word)
        if (known(word) or "").endswith(".pgf"):
            raise StrangeError("how a library writes is not analysed")
        if re.match(r"\w+:|\s*[\[{|]", begins):
            if way != "read" or not re.match(r"https?://", begins) or known(word) is None:
                raise StrangeError("what a library reads is not a plain file")
            given.touches.append(Touch("contact", (word,)))
        else:
            given.touches.append(Touch("read" if way == "read" else "write", (word,)))
